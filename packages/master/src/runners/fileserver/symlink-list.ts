import type { Runner } from "../runner.js";
import { listsOf, wantedFiles } from "./wanted-files.js";

export const symlinkList: Runner = {
  name: "fileserver.symlink_list",
  doc: "Links of an environment, with what stands in them.",
  parameters: wantedFiles,
  reads: true,
  run: async (given, context) => new Map((await listsOf(given, context)).links),
};
