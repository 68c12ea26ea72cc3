import type { Runner } from "../runner.js";
import { backend, chosenBackends } from "./wanted-files.js";

export const clearFileListCache: Runner = {
  name: "fileserver.clear_file_list_cache",
  doc: "Forgets the lists of files, so that they are read anew; says which, by backend.",
  parameters: [
    { name: "saltenv", doc: "Only of this environment, or of these.", type: "list", default: null },
    backend,
  ],
  run(given, { files }) {
    const saltenvs = given.list("saltenv")?.map(String) ?? null;
    return Promise.resolve(
      new Map([...files.forgetLists(saltenvs, chosenBackends(given))].map(([name, envs]) => [name, [...envs]])),
    );
  },
};
