import type { Runner } from "../runner.js";
import { listsOf, wantedFiles } from "./wanted-files.js";

export const emptyDirList: Runner = {
  name: "fileserver.empty_dir_list",
  doc: "Empty directories of an environment.",
  parameters: wantedFiles,
  reads: true,
  run: async (given, context) => [...(await listsOf(given, context)).emptyDirectories],
};
