import type { WheelFunction } from "../wheel-function.js";
import { path, type RootsOption, rootsOf, saltenv } from "./roots-of.js";

export function write(option: RootsOption): WheelFunction {
  return {
    name: `${option}.write`,
    doc: `Writes a file of ${option}, making its directories.`,
    secret: ["data"],
    parameters: [
      { name: "data", doc: "What the file is to hold." },
      path,
      saltenv,
      { name: "index", type: "number", doc: "Which of the directories of the environment, from 0.", default: 0 },
    ],
    async run(given, context) {
      const data = given.value("data");
      if (typeof data !== "string" && !(data instanceof Uint8Array)) throw new Error("'data' has to be text");
      const index = given.number("index", 0);
      return await rootsOf(option, context).write(data, given.text("path"), given.text("saltenv", "base"), index);
    },
  };
}
