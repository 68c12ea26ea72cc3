import type { KeyService } from "@salina/api";
import type { Log } from "../log.js";
import { type MinionRequest, sealed } from "./minion-request.js";

export interface RevokeAuthDeps {
  readonly keys: Pick<KeyService, "change">;
  /** `allow_minion_key_revoke` */
  readonly allowed: boolean;
  readonly log: Log;
}

/** `revoke_auth`: a minion gives its own key back, as one that leaves does (`saltutil.revoke_auth`). */
export function revokeAuthRequest({ keys, allowed, log }: RevokeAuthDeps): MinionRequest<{ preserve: boolean }> {
  return {
    cmd: "revoke_auth",
    doc: "deletes the own key (`allow_minion_key_revoke`)",
    test: "test/src/interop/mine-and-push.test.ts",
    needsId: true,
    needsProof: true,
    input: (load) => ({ ok: true, value: { preserve: load.get("preserve_minion_cache") === true } }),
    async run({ preserve }, from) {
      if (!allowed) {
        log.warn({ event: "key.revoke-refused", id: from.id }, "a minion may not give its key back");
        return sealed(new Map());
      }
      const [result] = await keys.change({
        action: "delete",
        keys: [{ id: from.id, state: "accepted" }],
        ...(preserve ? { preserveMinionData: true } : {}),
      });
      return sealed(result?.done === true);
    },
  };
}
