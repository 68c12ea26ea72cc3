import type { WheelFunction } from "../wheel-function.js";
import { path, type RootsOption, rootsOf, saltenv } from "./roots-of.js";

export function find(option: RootsOption): WheelFunction {
  return {
    name: `${option}.find`,
    doc: `Files of ${option} with this path, each with \`txt\` or \`bin\`.`,
    reads: true,
    parameters: [path, saltenv],
    run: (given, context) => rootsOf(option, context).find(given.text("path"), given.text("saltenv", "base")),
  };
}
