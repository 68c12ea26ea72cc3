import type { ToolRunner } from "../tool-runner.js";
import { shown } from "./arg.js";

export const rawArg: ToolRunner = {
  name: "test.raw_arg",
  doc: "The arguments as they came.",
  parameters: [],
  rest: "Whatever is given.",
  keywords: "Whatever is given.",
  reads: true,
  run: ({ rest, keywords }) => Promise.resolve(shown(rest, keywords)),
};
