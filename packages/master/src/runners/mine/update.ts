import type { Value } from "@salina/wire";
import { answerOf, askMinions, targetOf } from "../ask-minions.js";
import type { Runner } from "../runner.js";

export const update: Runner = {
  name: "mine.update",
  doc: "Has the minions of a target bring their mine up to date; what each of them answers.",
  parameters: [
    { name: "tgt", doc: "Target." },
    { name: "tgt_type", doc: "Type of the target.", type: "text", default: "glob" },
    { name: "clear", doc: "Empties their mine before.", default: false },
    { name: "mine_functions", doc: "Functions instead of those of their config.", default: null },
  ],
  async run(given, context) {
    const keywords = new Map<Value, Value>([
      ["clear", given.value("clear")],
      ["mine_functions", given.value("mine_functions")],
    ]);
    const results = await askMinions({ target: targetOf(given), fun: "mine.update", keywords }, context);
    return new Map(
      results.flatMap((one): [string, Value][] => {
        const answer = answerOf(one);
        return answer === undefined ? [] : [[one.minion, answer]];
      }),
    );
  },
};
