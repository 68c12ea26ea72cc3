import type { Runner } from "../runner.js";
import { listsOf, wantedFiles } from "./wanted-files.js";

export const fileList: Runner = {
  name: "fileserver.file_list",
  doc: "Files of an environment.",
  parameters: wantedFiles,
  reads: true,
  run: async (given, context) => [...(await listsOf(given, context)).files],
};
