import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { Runner } from "../runner.js";
import { runHigh } from "./run-high.js";
import { confirm, pillar, queue, test } from "./run-parameters.js";

export const orchestrateHigh: Runner = {
  name: "state.orchestrate_high",
  doc: "Runs steps that are given as data, and not in a file.",
  parameters: [{ name: "data", doc: "By id what an SLS would say.", type: "map" }, test, queue, pillar, confirm],
  run(given, context) {
    const high: ValueMap = new Map();
    for (const [id, body] of given.map("data")) high.set(id, isMap(body) ? placed(body) : body);
    return runHigh(high, "state.orchestrate_high", given, context);
  },
};

/** `salt.state: [...]` is `salt: [..., state]`, as in files. */
function placed(body: ValueMap): ValueMap {
  const made: ValueMap = new Map();
  for (const [key, args] of body) {
    const [module = "", fun] = pythonText(key).split(".");
    if (Array.isArray(args) && fun !== undefined) made.set(module, [...args, fun] as Value[]);
    else made.set(key, args);
  }
  return made.set("__sls__", "high").set("__env__", "base");
}
