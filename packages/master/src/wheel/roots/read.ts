import type { WheelFunction } from "../wheel-function.js";
import { path, type RootsOption, rootsOf, saltenv } from "./roots-of.js";

export function read(option: RootsOption): WheelFunction {
  return {
    name: `${option}.read`,
    doc: `The text of the files of ${option} with this path.`,
    reads: true,
    secret: ["return"],
    parameters: [path, saltenv],
    run: (given, context) => rootsOf(option, context).read(given.text("path"), given.text("saltenv", "base")),
  };
}
