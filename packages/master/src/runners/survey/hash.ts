import { type Encodable, pyStr } from "@salina/wire";
import { readTarget } from "../../mine/mine.js";
import { answerOf, askMinions } from "../ask-minions.js";
import type { Runner } from "../runner.js";

/** @source salt/runners/survey.py */
export const hash: Runner = {
  name: "survey.hash",
  doc: "Runs a function on minions, and pools those that return the same: `survey.hash '*' file.get_hash /etc/hosts`.",
  parameters: [
    { name: "tgt", doc: "Target.", type: "text" },
    { name: "cmd", doc: "Function of the minions.", type: "text" },
    { name: "tgt_type", doc: "`compound` or `pcre`; only as a keyword.", type: "text", default: "compound" },
    {
      name: "survey_sort",
      doc: "`down`: the largest pool first; `up`: the smallest; only as a keyword.",
      type: "text",
      default: "down",
    },
  ],
  rest: "Arguments of the function.",
  keywords: "Arguments of the function.",
  keywordOnly: ["tgt_type", "survey_sort"],
  async run(given, context) {
    const type = given.text("tgt_type") === "pcre" ? "pcre" : "compound";
    const target = readTarget(given.text("tgt"), type);
    if (!target) throw new Error("survey.hash(): 'tgt' has to be a target");
    const results = await askMinions(
      { target, fun: given.text("cmd"), arg: given.rest, keywords: new Map(given.keywords) },
      context,
    );
    const pools = new Map<string, string[]>();
    for (const result of [...results].sort((a, b) => (a.minion < b.minion ? -1 : 1))) {
      const answer = answerOf(result);
      if (answer === undefined) continue;
      const text = pyStr(answer);
      pools.set(text, [...(pools.get(text) ?? []), result.minion]);
    }
    const direction = given.text("survey_sort") === "up" ? 1 : -1;
    return [...pools]
      .sort(([, a], [, b]) => direction * (a.length - b.length))
      .map(
        ([result, pool]) =>
          new Map<string, Encodable>([
            ["pool", pool],
            ["result", result],
          ]),
      );
  },
};
