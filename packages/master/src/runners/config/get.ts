import { traverse } from "../../pillar/functions/traverse.js";
import type { ToolRunner } from "../tool-runner.js";

/** @source salt/runners/config.py */
export const get: ToolRunner = {
  name: "config.get",
  doc: "An option of the master, or what stands below one; secrets are not shown.",
  parameters: [
    { name: "key", doc: "`file_roots:base`" },
    { name: "default", doc: "What is given where there is nothing.", default: "" },
    { name: "delimiter", type: "text", doc: "What stands between names.", default: ":" },
  ],
  reads: true,
  run: (given, { tools }) =>
    Promise.resolve(
      traverse(tools.options, given.value("key"), given.text("delimiter", ":")) ?? given.value("default", ""),
    ),
};
