import type { KeyObject } from "node:crypto";
import {
  authAccepted,
  authBadAlgorithm,
  authNonce,
  authRefusal,
  badLoad,
  type Era,
  oaepCapacity,
  oaepEncrypt,
  parseAuthLoad,
  type SignatureAlgorithm,
  type Value,
  type ValueMap,
} from "@salina/wire";
import type { AuthConfig, NetworkConfig } from "../config/config.js";
import type { MasterSecrets } from "../crypto/master-secrets.js";
import type { SessionKeys } from "../crypto/session-keys.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { AuthAct } from "../keys/auth-decision.js";
import { type Log, untrusted } from "../log.js";
import type { ProvenEras } from "../minions/proven-eras.js";
import type { Counters } from "../status/counters.js";

/** Characters of a key text: base64 of 56 bytes. */
const keyTextLength = 76;

/** What the keys have decided. */
export type Admitted = { readonly act: AuthAct | null; readonly result: boolean } & (
  | { readonly ret: "success"; readonly publicKey: KeyObject }
  | { readonly ret: boolean | "full" }
);

export interface AuthDeps {
  readonly config: Pick<AuthConfig, "events">;
  readonly network: Pick<NetworkConfig, "publishPort">;
  readonly admit: (request: { id: string; pub: string; autosignGrains: ValueMap | null }) => Promise<Admitted>;
  readonly masterPublicKeyText: string;
  readonly secrets: MasterSecrets;
  readonly sessions: SessionKeys;
  readonly sign: (data: Uint8Array, algorithm: SignatureAlgorithm) => Promise<Uint8Array>;
  /** Null where `master_sign_pubkey` is off: a minion that does not expect the signature refuses it. */
  readonly pubSignature: ((algorithm: SignatureAlgorithm) => string) | null;
  /** Opens the challenge of a minion that knows the master already; off the event loop. */
  readonly decryptToken: (token: Uint8Array, algorithm: "OAEP-SHA1" | "OAEP-SHA224") => Promise<Uint8Array | null>;
  readonly eras: ProvenEras;
  readonly events: EventBus;
  readonly counters: Counters;
  readonly log: Log;
}

/**
 * `_auth`: a minion shows its public key and gets, once that is accepted, the shared key and its session key.
 * Always answered: `true` pending, `false` refused, `"full"`, or the keys.
 */
export function createAuth(deps: AuthDeps) {
  return async function auth(load: ValueMap, era: Era): Promise<Uint8Array> {
    const parsed = parseAuthLoad(load);
    if (!parsed.ok) {
      deps.counters.add("auth.malformed");
      deps.log.warn(
        { event: "auth.malformed", reason: parsed.fault.text, id: untrusted(String(load.get("id"))) },
        "a malformed authentication was refused",
      );
      return authRefusal(era, false, authNonce(load), (data) => deps.sign(data, "PKCS1v15-SHA1"));
    }
    const request = parsed.value;
    if (request.badAlgorithm) {
      deps.counters.add("auth.bad-algorithm");
      return authBadAlgorithm(request.badAlgorithm);
    }
    // Without a nonce an era above 0 could not tell our answer from an old one.
    if (era !== 0 && request.nonce === null) return badLoad();
    const sign = (data: Uint8Array) => deps.sign(data, request.signature);

    if (deps.eras.isBelow(request.id, era)) {
      deps.counters.add("auth.era-downgrade");
      deps.log.warn(
        { event: "auth.era-downgrade", id: request.id, era, proven: deps.eras.get(request.id) },
        "refused: this minion has authenticated in a higher era before; delete its key to allow the lower one",
      );
      return authRefusal(era, false, request.nonce, sign);
    }

    const admission = await deps.admit({ id: request.id, pub: request.pub, autosignGrains: request.autosignGrains });
    deps.counters.add(`auth.${admission.act ?? "invalid"}`);
    if (deps.config.events && admission.act) {
      deps.events.fire(
        tags.auth,
        new Map<Value, Value>([
          ["result", admission.result],
          ["act", admission.act],
          ["id", request.id],
          ["pub", request.pub],
        ]),
      );
    }
    if (admission.ret !== "success") {
      deps.log.info(
        { event: "auth.not-admitted", id: untrusted(request.id), act: admission.act },
        "authentication: not admitted",
      );
      return authRefusal(era, admission.ret, request.nonce, sign);
    }

    const { publicKey } = admission;
    const challenge = request.token ? await deps.decryptToken(request.token, request.encryption) : null;
    // A minion chooses its key, its algorithm and its challenge: together they may leave no room for a key text.
    if (oaepCapacity(publicKey, request.encryption) < Math.max(keyTextLength, challenge?.length ?? 0)) {
      deps.counters.add("auth.key-too-small");
      deps.log.warn(
        { event: "auth.key-too-small", id: request.id },
        "refused: the minion's key is too small for what must be encrypted for it",
      );
      return authRefusal(era, false, request.nonce, sign);
    }
    const shared = deps.secrets.shared;
    const session = await deps.sessions.issue(request.id);
    const encrypted = (text: string | Uint8Array) => oaepEncrypt(publicKey, Buffer.from(text), request.encryption);
    const frame = await authAccepted(
      era,
      {
        pubKey: deps.masterPublicKeyText,
        publishPort: deps.network.publishPort,
        aes: encrypted(shared.text),
        session: encrypted(session),
        ...(challenge ? { token: encrypted(challenge) } : {}),
        sig: shared.digestSignature,
        ...(deps.pubSignature ? { pubSig: deps.pubSignature(request.signature) } : {}),
        nonce: request.nonce,
      },
      sign,
    );
    deps.log.info({ event: "auth.accepted", id: request.id, era }, "authentication: accepted");
    return frame;
  };
}
