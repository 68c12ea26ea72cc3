import { type Encodable, Spliced } from "@salina/wire";
import { askMinions, mapOf, targetOf } from "../ask-minions.js";
import type { ToolRunner } from "../tool-runner.js";

/** @source salt/runners/salt.py, execute */
export const execute: ToolRunner = {
  name: "salt.execute",
  doc: "Runs a function on the minions of a target, and waits for them: by minion what it gave, those that answered.",
  parameters: [
    { name: "tgt", doc: "The target." },
    { name: "fun", type: "text", doc: "The function." },
    { name: "arg", doc: "Its arguments.", default: null },
    {
      name: "timeout",
      doc: "Seconds of silence after which minions are asked; else the config's `timeout`.",
      default: null,
    },
    {
      name: "tgt_type",
      type: "text",
      doc: "glob, pcre, list, grain, pillar, compound, nodegroup, ...",
      default: "glob",
    },
    { name: "ret", type: "text", doc: "Returners of the minions, with commas between them.", default: "" },
    { name: "jid", type: "text", doc: "Has to be empty: the master gives the id.", default: "" },
    { name: "kwarg", type: "map", doc: "Its named arguments.", default: null },
  ],
  async run(given, context) {
    if (given.text("jid", "") !== "") throw new Error("salt.execute(): 'jid' cannot be given");
    const arg = given.value("arg");
    const results = await askMinions(
      {
        target: targetOf(given),
        fun: given.text("fun"),
        arg: arg === null ? [] : Array.isArray(arg) ? arg : [arg],
        keywords: mapOf(given.mapOrNull("kwarg") ?? undefined),
        timeoutS: given.number("timeout", 0),
        returners: given.text("ret", ""),
      },
      context,
    );
    const answers = new Map<string, Encodable>();
    for (const { minion, value } of results) if (value !== null) answers.set(minion, new Spliced(value));
    return answers;
  },
};
