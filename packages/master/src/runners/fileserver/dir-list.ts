import type { Runner } from "../runner.js";
import { listsOf, wantedFiles } from "./wanted-files.js";

export const dirList: Runner = {
  name: "fileserver.dir_list",
  doc: "Directories of an environment.",
  parameters: wantedFiles,
  reads: true,
  run: async (given, context) => [...(await listsOf(given, context)).directories],
};
