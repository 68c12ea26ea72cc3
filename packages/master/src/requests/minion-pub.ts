import type { Value } from "@salina/wire";
import type { PeerQuestion } from "../peer/peer.js";
import { type MinionRequest, sealed } from "./minion-request.js";
import { type PeerRequestDeps, readQuestion, refused } from "./peer-question.js";

/** `minion_pub`: has other minions do something, as far as `peer` allows it; answers with the job. */
export function minionPubRequest(deps: PeerRequestDeps): MinionRequest<PeerQuestion> {
  return {
    cmd: "minion_pub",
    doc: "has other minions run functions that `peer` allows",
    test: "test/src/interop/peer.test.ts",
    needsId: true,
    needsProof: true,
    input: readQuestion,
    async run(question, from) {
      const published = await deps.peer.publish(question, from.id);
      if (typeof published === "string") return refused(deps, published, from);
      return sealed(
        new Map<Value, Value>([
          ["jid", published.jid],
          ["minions", [...published.minions]],
        ]),
      );
    },
  };
}
