import type { Value } from "@salina/wire";
import type { FileLists } from "../../files/backend.js";
import type { FileServer } from "../../files/file-server.js";
import { type MinionRequest, sealed } from "../minion-request.js";
import { listOf, type WantedList } from "./fields.js";

const test = "packages/master/src/files/stock-differential.test.ts";

/** `_file_envs` */
export function fileEnvsRequest(files: FileServer): MinionRequest<null> {
  return {
    cmd: "_file_envs",
    doc: "names of the environments",
    test,
    needsId: false,
    input: () => ({ ok: true, value: null }),
    run: async () => sealed([...(await files.environments())]),
  };
}

/** `_file_list`, `_file_list_emptydirs`, `_dir_list`: relative paths of one environment, sorted, below a prefix. */
export function fileListRequests(files: FileServer): readonly MinionRequest<WantedList>[] {
  const request = (cmd: string, doc: string, pick: (lists: FileLists) => readonly string[]) => ({
    cmd,
    doc,
    test,
    needsId: false,
    input: listOf,
    async run({ saltenv, prefix }: WantedList) {
      const names = pick(await files.lists(saltenv));
      return sealed(names.filter((name) => name.startsWith(prefix)));
    },
  });
  return [
    request("_file_list", "files of an environment", (lists) => lists.files),
    request("_file_list_emptydirs", "its empty directories", (lists) => lists.emptyDirectories),
    request("_dir_list", "its directories", (lists) => lists.directories),
  ];
}

/** `_symlink_list`: links and what stands in them. */
export function symlinkListRequest(files: FileServer): MinionRequest<WantedList> {
  return {
    cmd: "_symlink_list",
    doc: "its links, and where they lead",
    test,
    needsId: false,
    input: listOf,
    async run({ saltenv, prefix }) {
      const { links } = await files.lists(saltenv);
      return sealed(new Map<Value, Value>([...links].filter(([name]) => name.startsWith(prefix))));
    },
  };
}
