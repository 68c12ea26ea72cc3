import { bytes, type Result } from "@salina/wire";
import { type PushedFiles, type PushedPart, pushedPath } from "../pushed/pushed-files.js";
import { fault, optionalInteger } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

/** `_file_recv`: a part of a file that a minion pushes (`cp.push`). Answers `false` to what is not taken. */
export function fileRecvRequest(pushed: PushedFiles): MinionRequest<PushedPart> {
  return {
    cmd: "_file_recv",
    doc: "takes a part of a pushed file (`file_recv`)",
    test: "test/src/interop/mine-and-push.test.ts",
    needsId: true,
    needsProof: true,
    input(load): Result<PushedPart> {
      const path = pushedPath(load.get("path"));
      if (path === null) return fault("path", "the parts of a relative path");
      const at = optionalInteger(load, "loc");
      if (!at.ok) return at;
      const size = optionalInteger(load, "size");
      if (!size.ok) return size;
      if ((at.value ?? 0) < 0 || (size.value ?? 0) < 0) return fault("loc", "a position that is not negative");
      const data = bytes(load, "data");
      if (!data) return fault("data", "bytes");
      return { ok: true, value: { path, at: at.value ?? 0, size: size.value, data } };
    },
    async run(part, from) {
      return sealed(await pushed.take(from.id, part));
    },
  };
}
