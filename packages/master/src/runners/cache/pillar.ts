import { type Runner, target } from "../runner.js";
import { factsOfTarget } from "./facts-of-target.js";

export const pillar: Runner = {
  name: "cache.pillar",
  doc: "Pillar of the minions of a target, as it was last made for them.",
  parameters: target,
  keywords: "Left aside, as in stock.",
  reads: true,
  run: (given, context) => factsOfTarget(given, context, (facts) => facts.pillar),
};
