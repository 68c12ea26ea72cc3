import type { ValueMap } from "@salina/wire";
import type { PeerQuestion } from "../peer/peer.js";
import { type MinionRequest, sealed } from "./minion-request.js";
import { type PeerRequestDeps, readQuestion, refused } from "./peer-question.js";

const standardTimeoutS = 5;

/** `minion_publish`, of old minions: the same, and waits for what comes of it. */
export function minionPublishRequest(deps: PeerRequestDeps): MinionRequest<PeerQuestion & { readonly full: boolean }> {
  return {
    cmd: "minion_publish",
    doc: "the same, and waits for the results",
    test: "packages/master/src/requests/peer.test.ts",
    needsId: true,
    needsProof: true,
    input(load) {
      const question = readQuestion(load);
      return question.ok ? { ok: true, value: { ...question.value, full: load.get("form") === "full" } } : question;
    },
    async run(question, from) {
      const published = await deps.peer.publish(question, from.id);
      if (typeof published === "string") return refused(deps, published, from);
      const returns = await deps.peer.wait(published.jid, question.timeoutMs ?? standardTimeoutS * 1000, question.full);
      if (question.full) return sealed(returns.set("__jid__", published.jid));
      return sealed(new Map([...returns].map(([id, given]) => [id, (given as ValueMap).get("ret") ?? null])));
    },
  };
}
