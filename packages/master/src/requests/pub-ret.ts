import { fault } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";
import type { PeerRequestDeps } from "./peer-question.js";

/** `pub_ret`: what came of a job that the minion itself has published. */
export function pubRetRequest({ peer }: PeerRequestDeps): MinionRequest<{ readonly jid: string }> {
  return {
    cmd: "pub_ret",
    doc: "the results of a job that the minion itself has published",
    test: "test/src/interop/peer.test.ts",
    needsId: true,
    needsProof: true,
    input(load) {
      const jid = load.get("jid");
      return typeof jid === "string" && /^\d{20}(_[A-Za-z0-9]{1,32})?$/.test(jid)
        ? { ok: true, value: { jid } }
        : fault("jid", "a job id");
    },
    run: async ({ jid }, from) => sealed(await peer.results(jid, from.id)),
  };
}
