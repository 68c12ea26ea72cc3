import { type Runner, target } from "../runner.js";
import { factsOfTarget } from "./facts-of-target.js";

export const grains: Runner = {
  name: "cache.grains",
  doc: "Grains of the minions of a target, as they were last sent.",
  parameters: target,
  keywords: "Left aside, as in stock.",
  reads: true,
  run: (given, context) => factsOfTarget(given, context, (facts) => facts.grains),
};
