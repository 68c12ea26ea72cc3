import type { WheelFunction } from "../wheel-function.js";
import { type RootsOption, rootsOf, saltenv } from "./roots-of.js";

export function listEnv(option: RootsOption): WheelFunction {
  return {
    name: `${option}.list_env`,
    doc: `All files of an environment of ${option}, as a tree.`,
    reads: true,
    parameters: [saltenv],
    run: (given, context) => rootsOf(option, context).tree(given.text("saltenv", "base")),
  };
}
