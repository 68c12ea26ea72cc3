import type { Mine } from "../mine/mine.js";
import { requiredText } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

/** `_mine_delete`: a minion takes one function out of its own mine. */
export function mineDeleteRequest(mine: Mine): MinionRequest<string> {
  return {
    cmd: "_mine_delete",
    doc: "takes one function out of the own mine",
    test: "test/src/interop/mine-and-push.test.ts",
    needsId: true,
    needsProof: true,
    input: (load) => requiredText(load, "fun", 256),
    async run(fun, from) {
      await mine.store.remove(from.id, fun);
      return sealed(true);
    },
  };
}
