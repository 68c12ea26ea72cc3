import { type MinionRequest, sealed } from "./minion-request.js";

/** `_master_tops`, and `_ext_nodes` as minions up to 3000 call it: top data from outside of the tree. There is none. */
export function masterTopsRequests(): readonly MinionRequest<null>[] {
  return ["_master_tops", "_ext_nodes"].map((cmd) => ({
    cmd,
    doc: "top data from outside of the tree: none",
    test: "packages/master/src/requests/hostile-fields.test.ts",
    needsId: true,
    input: () => ({ ok: true, value: null }),
    run: () => Promise.resolve(sealed(new Map())),
  }));
}
