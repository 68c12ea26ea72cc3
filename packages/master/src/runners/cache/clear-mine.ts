import type { Runner } from "../runner.js";
import { cachedTarget } from "./facts-of-target.js";
import { namedTarget } from "./named-target.js";

export const clearMine: Runner = {
  name: "cache.clear_mine",
  doc: "Empties the mine of the minions of a target.",
  parameters: namedTarget,
  async run(given, context) {
    if (given.value("tgt") === null) return false;
    for (const id of await cachedTarget(given, context)) await context.mine.store.flush(id);
    return true;
  },
};

export const clearMineFunction: Runner = {
  name: "cache.clear_mine_func",
  doc: "Takes one function out of the mine of the minions of a target.",
  parameters: [
    ...namedTarget,
    { name: "clear_mine_func_flag", doc: "The function, or its alias.", type: "text", default: null },
  ],
  async run(given, context) {
    const fun = given.textOrNull("clear_mine_func_flag");
    if (given.value("tgt") === null || fun === null) return false;
    for (const id of await cachedTarget(given, context)) await context.mine.store.remove(id, fun);
    return true;
  },
};
