import type { ToolRunner } from "../tool-runner.js";

export const stdoutPrint: ToolRunner = {
  name: "test.stdout_print",
  doc: "Gives `bar`. What stock prints besides would end in the daemon's own output.",
  parameters: [],
  reads: true,
  run: () => Promise.resolve("bar"),
};
