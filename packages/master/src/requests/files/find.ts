import type { Value } from "@salina/wire";
import type { FileStat } from "../../files/backend.js";
import type { FileServer } from "../../files/file-server.js";
import type { WantedFile } from "../../files/wanted-file.js";
import { type MinionRequest, sealed } from "../minion-request.js";
import { fileOf } from "./fields.js";

const test = "packages/master/src/files/stock-differential.test.ts";

/** As Python's `os.stat` shows it as a list. */
function statList(stat: FileStat): Value[] {
  const { mode, inode, device, links, uid, gid, size, accessedS, modifiedS, changedS } = stat;
  return [mode, whole(inode), whole(device), links, uid, gid, size, accessedS, modifiedS, changedS];
}

function whole(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** `_file_find`: where a file is, and its stat; both empty where there is none. */
export function fileFindRequest(files: FileServer): MinionRequest<WantedFile | null> {
  return {
    cmd: "_file_find",
    doc: "place and mode of a file",
    test,
    needsId: false,
    input: fileOf,
    async run(wanted) {
      const found = wanted && (await files.find(wanted));
      const answer: [Value, Value][] = found
        ? [
            ["path", found.path],
            ["rel", found.relative],
            ["stat", statList(found.stat)],
            ["back", found.backend],
          ]
        : [
            ["path", ""],
            ["rel", ""],
          ];
      return sealed(new Map(answer));
    },
  };
}

/** `_file_hash`, and `_file_hash_and_stat` with the stat beside it. Of a missing file exactly the empty text. */
export function fileHashRequests(files: FileServer): readonly MinionRequest<WantedFile | null>[] {
  async function hashAndStat(wanted: WantedFile | null): Promise<[Value, Value]> {
    const found = wanted && (await files.find(wanted));
    const hash = found ? await files.hash(found) : undefined;
    if (!found || hash === undefined) return ["", null];
    const answer = new Map<Value, Value>([
      ["hash_type", files.hashType],
      ["hsum", hash],
    ]);
    return [answer, statList(found.stat)];
  }
  return [
    {
      cmd: "_file_hash",
      doc: "hash of a file",
      test,
      needsId: false,
      input: fileOf,
      run: async (wanted) => sealed((await hashAndStat(wanted))[0]),
    },
    {
      cmd: "_file_hash_and_stat",
      doc: "hash and stat of a file",
      test,
      needsId: false,
      input: fileOf,
      run: async (wanted) => sealed(await hashAndStat(wanted)),
    },
  ];
}
