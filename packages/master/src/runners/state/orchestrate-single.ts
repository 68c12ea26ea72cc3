import { pythonText, type Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { runHigh } from "./run-high.js";
import { confirm, pillar, queue, test } from "./run-parameters.js";

export const orchestrateSingle: Runner = {
  name: "state.orchestrate_single",
  doc: "Runs a single step: `fun=salt.function name=test.ping tgt='*'`.",
  parameters: [
    { name: "fun", doc: "State function: `salt.function`, `salt.state` and so on.", type: "text" },
    { name: "name", doc: "What the step is named.", type: "text" },
    test,
    queue,
    pillar,
    confirm,
  ],
  keywords: "The step's arguments.",
  run(given, context) {
    const [module = "", fun = ""] = given.text("fun").split(".");
    const name = given.text("name");
    const args: Value[] = [fun, new Map([["name", name]])];
    for (const [key, value] of given.keywords) args.push(new Map([[key, value]]));
    const body = new Map<Value, Value>([
      [module, args],
      ["__sls__", "single"],
      ["__env__", "base"],
    ]);
    return runHigh(new Map([[name, body]]), pythonText(`${given.text("fun")} ${name}`), given, context);
  },
};
