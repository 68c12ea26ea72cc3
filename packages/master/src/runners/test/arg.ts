import type { Encodable } from "@salina/wire";
import type { ToolRunner } from "../tool-runner.js";

/** @source salt/runners/test.py */
export const arg: ToolRunner = {
  name: "test.arg",
  doc: "The arguments as they came, without names that begin with two underscores.",
  parameters: [],
  rest: "Whatever is given.",
  keywords: "Whatever is given.",
  reads: true,
  run: ({ rest, keywords }) =>
    Promise.resolve(shown(rest, new Map([...keywords].filter(([key]) => !key.startsWith("__"))))),
};

export function shown(args: readonly Encodable[], kwargs: ReadonlyMap<string, Encodable>): Encodable {
  return new Map<string, Encodable>([
    ["args", args],
    ["kwargs", kwargs],
  ]);
}
