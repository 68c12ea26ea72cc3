import type { Mine } from "../mine/mine.js";
import { type MinionRequest, sealed } from "./minion-request.js";

/** `_mine_flush`: a minion empties its own mine. */
export function mineFlushRequest(mine: Mine): MinionRequest<null> {
  return {
    cmd: "_mine_flush",
    doc: "empties the own mine",
    test: "test/src/interop/mine-and-push.test.ts",
    needsId: true,
    needsProof: true,
    input: () => ({ ok: true, value: null }),
    async run(_input, from) {
      await mine.store.flush(from.id);
      return sealed(true);
    },
  };
}
