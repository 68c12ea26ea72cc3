import type { ToolRunner } from "../tool-runner.js";

export const getOpts: ToolRunner = {
  name: "test.get_opts",
  doc: "The options of the master; secrets are left out or masked.",
  parameters: [],
  reads: true,
  run: (_given, { tools }) => Promise.resolve(tools.options),
};
