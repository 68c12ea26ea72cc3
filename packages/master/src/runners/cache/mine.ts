import { type Runner, target } from "../runner.js";
import { cachedTarget } from "./facts-of-target.js";

export const mine: Runner = {
  name: "cache.mine",
  doc: "Everything that the minions of a target have in the mine.",
  parameters: target,
  keywords: "Left aside, as in stock.",
  reads: true,
  run: async (given, context) => await context.mine.all(await cachedTarget(given, context)),
};
