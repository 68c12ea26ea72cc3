import type { ToolRunner } from "../tool-runner.js";

const names: ReadonlyMap<string, string> = new Map([
  ["us", "foo bar baz qux quux quuz corge grault garply waldo fred plugh xyzzy thud"],
  ["uk", "wibble wobble wubble flob"],
]);

export const metasyntactic: ToolRunner = {
  name: "test.metasyntactic",
  doc: "Names that stand for nothing.",
  parameters: [{ name: "locality", type: "text", doc: "`us` or `uk`.", default: "us" }],
  reads: true,
  run: (given) => Promise.resolve(names.get(given.text("locality", "us"))?.split(" ") ?? null),
};
