import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import type { Result, Value } from "@salina/wire";
import type { FileServer } from "../../files/file-server.js";
import type { WantedFile } from "../../files/wanted-file.js";
import { fault } from "../fields.js";
import { type MinionRequest, sealed } from "../minion-request.js";
import { fileOf } from "./fields.js";

const gzip = promisify(gzipCallback);

interface ServeInput {
  readonly file: WantedFile | null;
  /** Bytes that the minion has. */
  readonly at: number;
  /** Null: as it is. */
  readonly gzipLevel: number | null;
}

/**
 * `_serve_file`: the next part of a file. No data but a name: that was all of it; neither: there is no such file.
 */
export function serveFileRequest(files: FileServer): MinionRequest<ServeInput> {
  return {
    cmd: "_serve_file",
    doc: "the next part of a file, also compressed",
    test: "packages/master/src/files/stock-differential.test.ts",
    needsId: false,
    input(load): Result<ServeInput> {
      const file = fileOf(load);
      if (!file.ok) return file;
      const at = load.get("loc") ?? 0;
      if (typeof at !== "number" || !Number.isSafeInteger(at) || at < 0) return fault("loc", "a position");
      const level = load.get("gzip") ?? null;
      const isLevel = typeof level === "number" && Number.isInteger(level) && level >= 1 && level <= 9;
      return { ok: true, value: { file: file.value, at, gzipLevel: isLevel ? level : null } };
    },
    async run({ file, at, gzipLevel }) {
      const found = file && (await files.find(file));
      const data = found ? await files.read(found, at) : undefined;
      if (!found || data === undefined) return sealed(answer(new Uint8Array(), ""));
      if (gzipLevel === null || data.length === 0) return sealed(answer(data, found.relative));
      return sealed(answer(await gzip(data, { level: gzipLevel }), found.relative).set("gzip", gzipLevel));
    },
  };
}

function answer(data: Uint8Array, dest: string): Map<Value, Value> {
  return new Map<Value, Value>([
    ["data", data],
    ["dest", dest],
  ]);
}
