import { isMap, type Result, sliceMap } from "@salina/wire";
import type { Mine } from "../mine/mine.js";
import { fault } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

interface MineInput {
  readonly entries: readonly (readonly [fun: string, value: Uint8Array])[];
  readonly clear: boolean;
}

const maxEntries = 1000;

/** `_mine`: a minion puts values into its own mine: added to what is there, or with `clear` in its place. */
export function mineRequest(mine: Mine): MinionRequest<MineInput> {
  return {
    cmd: "_mine",
    doc: "puts values into the own mine",
    test: "test/src/interop/mine-and-push.test.ts",
    needsId: true,
    needsProof: true,
    input(load, packed): Result<MineInput> {
      if (!isMap(load.get("data"))) return fault("data", "a map");
      const outer = sliceMap(packed, { duplicateKeys: "last" });
      const inner = outer.ok ? sliceMap(outer.value.get("data") ?? new Uint8Array(), { duplicateKeys: "last" }) : outer;
      if (!inner.ok) return fault("data", "a map with names as keys");
      if (inner.value.size > maxEntries) return fault("data", `at most ${maxEntries} functions`);
      for (const fun of inner.value.keys()) {
        if (fun.length > 256 || fun.includes("\0")) return fault("data", "names of at most 256 characters");
      }
      return { ok: true, value: { entries: [...inner.value], clear: load.get("clear") === true } };
    },
    async run({ entries, clear }, from) {
      if (mine.on) await mine.store.update(from.id, entries, { clear });
      return sealed(true);
    },
  };
}
