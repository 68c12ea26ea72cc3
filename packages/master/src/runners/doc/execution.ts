import type { Value } from "@salina/wire";
import { answerOf, askMinions, mapOf } from "../ask-minions.js";
import type { Runner } from "../runner.js";

export const execution: Runner = {
  name: "doc.execution",
  doc: "The docs of the functions of all minions, asked for now and put together.",
  parameters: [],
  async run(_given, context) {
    const target = { type: "glob", expression: "*" } as const;
    const docs = new Map<Value, Value>();
    for (const result of await askMinions({ target, fun: "sys.doc" }, context)) {
      for (const [fun, text] of mapOf(answerOf(result))) if (typeof text === "string") docs.set(fun, text);
    }
    return docs;
  },
};
