import type { WheelFunction } from "../wheel-function.js";
import { type RootsOption, rootsOf } from "./roots-of.js";

export function listRoots(option: RootsOption): WheelFunction {
  return {
    name: `${option}.list_roots`,
    doc: `All files of all environments of ${option}, as trees.`,
    reads: true,
    parameters: [],
    run: (_given, context) => rootsOf(option, context).trees(),
  };
}
