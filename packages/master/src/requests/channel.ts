import type { KeyObject } from "node:crypto";
import type { MinionStore } from "@salina/store";
import {
  badLoad,
  bytes,
  type Crypticle,
  clearReply,
  decode,
  type Envelope,
  type Era,
  handlerFailed,
  isMap,
  isMinionId,
  loadNotADict,
  openLoad,
  parseEnvelope,
  refusalOf,
  SALT_EXT_TYPES,
  sealedReply,
  type ValueMap,
  type WireFaultCode,
} from "@salina/wire";
import type { Clock } from "../clock.js";
import type { MasterSecrets } from "../crypto/master-secrets.js";
import type { SessionKeys } from "../crypto/session-keys.js";
import type { AcceptedKeys } from "../keys/accepted-keys.js";
import { type Log, untrusted } from "../log.js";
import type { Presence } from "../minions/presence.js";
import type { ProvenEras } from "../minions/proven-eras.js";
import type { Counters } from "../status/counters.js";
import type { IncomingRequest } from "../transport/port.js";
import { Lane } from "./lane.js";
import type { Requester, ServedRequest } from "./minion-request.js";
import { TokenProofs } from "./token-proofs.js";

export interface ChannelDeps {
  readonly clock: Clock;
  readonly minimumAuthVersion: number;
  readonly maxClearBytes: number;
  readonly maxRequestBytes: number;
  readonly secrets: MasterSecrets;
  readonly sessions: SessionKeys;
  readonly acceptedKeys: Pick<AcceptedKeys, "keyOf">;
  readonly minions: MinionStore;
  readonly eras: ProvenEras;
  readonly presence: Presence;
  readonly auth: (load: ValueMap, era: Era) => Promise<Uint8Array>;
  readonly requests: readonly ServedRequest[];
  readonly counters: Counters;
  readonly log: Log;
}

/** Loads are read as Python reads them: of a key that comes twice the last one counts. */
const loadLimits = { duplicateKeys: "last", extTypes: SALT_EXT_TYPES } as const;

/** Why a request is refused: the name of its counter and of its log line. */
type Refusal =
  | "framing"
  | "not-msgpack"
  | "not-an-envelope"
  | "too-large"
  | "era-too-low"
  | "unknown-key"
  | "bad-box"
  | "bad-load"
  | "bad-id"
  | "id-mismatch"
  | "bad-token"
  | "unproven"
  | "era-downgrade"
  | "bad-field"
  | "unknown-command"
  | "handler-failed"
  | "auth-queue-full";

/** Identical refusals within this time make one log line, with their number. */
const refusalLogIntervalMs = 10_000;

function refusalName(code: WireFaultCode): Refusal {
  if (code === "too-large") return code;
  return code === "not-an-envelope" || code === "bad-field" || code === "load-not-a-map"
    ? "not-an-envelope"
    : "not-msgpack";
}

/**
 * What happens to a message on the request port, from bytes to bytes:
 *
 *     frame -> envelope -> (clear) `_auth`, `ping`
 *                       -> (aes)   open by era -> load -> id, token, era -> request by `cmd` -> sealed with the same key
 *
 * Whatever cannot be opened gets the plain string `bad load`: that makes a minion authenticate again.
 */
export class Channel {
  readonly #deps: ChannelDeps;
  readonly #requests: ReadonlyMap<string, ServedRequest>;
  readonly #tokens = new TokenProofs();
  // An authentication costs an RSA signature on the thread pool, four wide by default.
  readonly #authLane = new Lane(4, 20_000);
  readonly #lastLogged = new Map<Refusal, { at: number; unsaid: number }>();

  constructor(deps: ChannelDeps) {
    this.#deps = deps;
    this.#requests = new Map(deps.requests.map((request) => [request.cmd, request]));
  }

  answer(request: IncomingRequest): Promise<Uint8Array | null> {
    const envelope = this.#read(request);
    if (envelope instanceof Uint8Array) return Promise.resolve(envelope);
    return envelope.kind === "aes" ? this.#sealed(envelope) : this.#clear(envelope.load, envelope.era);
  }

  /** The envelope, or the answer to what is none. */
  #read({ body, wellFramed }: IncomingRequest): Envelope | Uint8Array {
    const { maxRequestBytes, maxClearBytes, minimumAuthVersion } = this.#deps;
    if (!wellFramed) return this.#refuse("framing", badLoad());
    const envelope = parseEnvelope(body, { maxBytes: maxRequestBytes, maxClearBytes });
    if (!envelope.ok) {
      const { fault } = envelope;
      return this.#refuse(refusalName(fault.code), refusalOf(fault), { reason: fault.text });
    }
    const { era } = envelope.value;
    return era < minimumAuthVersion ? this.#refuse("era-too-low", badLoad(), { era }) : envelope.value;
  }

  async #clear(load: ValueMap, era: Era): Promise<Uint8Array | null> {
    const cmd = load.get("cmd");
    if (cmd === "ping") return clearReply(load);
    if (cmd !== "_auth") return this.#refuse("unknown-command", clearReply(new Map()), { cmd: untrusted(String(cmd)) });
    try {
      const reply = await this.#authLane.run(() => this.#deps.auth(load, era));
      // No reply: the minion asks again in a few seconds, when the queue may be shorter.
      return reply ?? this.#refuse("auth-queue-full", null);
    } catch (error) {
      return this.#failed("_auth", error);
    }
  }

  async #sealed(envelope: Envelope & { kind: "aes" }): Promise<Uint8Array | null> {
    const { era, box } = envelope;
    const crypticle = this.#keyFor(envelope);
    if (!crypticle) return this.#refuse("unknown-key", badLoad(), { id: untrusted(envelope.id ?? "") });
    const opened = openLoad(crypticle, box);
    if (!opened.ok) {
      if (era < 3) await this.#deps.secrets.settled;
      return this.#refuse("bad-box", badLoad(), { era, id: untrusted(envelope.id ?? "") });
    }
    const { packed } = opened.value;
    const load = decode(packed, { ...loadLimits, maxBytes: this.#deps.maxRequestBytes });
    if (!load.ok) return this.#refuse("bad-load", badLoad(), { reason: load.fault.text });
    if (!isMap(load.value)) return this.#refuse("bad-load", loadNotADict());

    const requester = await this.#identify(envelope, load.value);
    if ("refusal" in requester) return this.#refuse(requester.refusal, badLoad(), { era, id: untrusted(requester.id) });
    return this.#dispatch(load.value, packed, requester, crypticle);
  }

  /** Era 3: the session key of the id on the envelope. Below: the key that all share. */
  #keyFor(envelope: Envelope & { kind: "aes" }): Crypticle | undefined {
    if (envelope.era < 3) return this.#deps.secrets.shared.crypticle;
    return envelope.id !== null && isMinionId(envelope.id) ? this.#deps.sessions.get(envelope.id) : undefined;
  }

  /** Version, id of the envelope, owner of the key, id of the load and signer of the token: all the same, or refused. */
  async #identify(
    envelope: Envelope & { kind: "aes" },
    load: ValueMap,
  ): Promise<Requester | { refusal: Refusal; id: string }> {
    const { acceptedKeys, minions, eras, presence, clock } = this.#deps;
    const { era } = envelope;
    const id = load.get("id") ?? null;
    if (id !== null && !(typeof id === "string" && isMinionId(id))) return { refusal: "bad-id", id: String(id) };
    if (era === 3 && id !== envelope.id) return { refusal: "id-mismatch", id: String(id) };

    const token = bytes(load, "tok");
    if (era === 3 && !token) return { refusal: "bad-token", id: String(id) };
    let publicKey: KeyObject | null = null;
    let proven = false;
    if (id !== null) {
      // From the disk each time: a key that is taken away opens nothing any more, whatever session it had.
      publicKey = (await acceptedKeys.keyOf(id)) ?? null;
      if (!publicKey) return { refusal: "unknown-key", id };
      if (token) {
        if (!this.#tokens.holds(publicKey, token)) return { refusal: "bad-token", id };
        proven = true;
      }
      if (eras.isBelow(id, era)) return { refusal: "era-downgrade", id };
      if (proven) await eras.prove(id, era);
      // The first time on disk before the answer: after a kill the daemon has to know whom it waits for.
      if (presence.lastSeenAt(id) === null) await minions.seenNow(id, clock.now(), era);
      else minions.seen(id, clock.now(), era);
      presence.seen(id);
    }
    const nonce = load.get("nonce");
    return {
      id: id ?? "",
      era,
      proven,
      publicKey,
      nonce: typeof nonce === "string" ? nonce : null,
      encryption: envelope.encryption,
      signature: envelope.signature,
    };
  }

  async #dispatch(
    load: ValueMap,
    packed: Uint8Array,
    from: Requester,
    crypticle: Crypticle,
  ): Promise<Uint8Array | null> {
    const nonce = from.era === 0 ? undefined : (from.nonce ?? undefined);
    const cmd = load.get("cmd");
    const request = typeof cmd === "string" ? this.#requests.get(cmd) : undefined;
    const nothing = () => sealedReply(crypticle, new Map(), nonce);
    if (request?.needsId && from.id === "") return this.#refuse("bad-id", badLoad(), { cmd: request.cmd });
    if (!request)
      return this.#refuse("unknown-command", nothing(), { cmd: untrusted(String(cmd)), id: untrusted(from.id) });
    if (request.needsProof && !from.proven)
      return this.#refuse("unproven", nothing(), { cmd: request.cmd, id: untrusted(from.id), era: from.era });
    try {
      const answer = await request.serve(load, packed, from);
      if (!answer.ok)
        return this.#refuse("bad-field", nothing(), { cmd: request.cmd, id: from.id, reason: answer.fault.text });
      const { value } = answer;
      if (value.kind === "silence") return null;
      return value.kind === "frame" ? value.frame : sealedReply(crypticle, value.value, nonce);
    } catch (error) {
      return this.#failed(request.cmd, error);
    }
  }

  #failed(cmd: string, error: unknown): Uint8Array {
    this.#deps.counters.add("request.handler-failed");
    this.#deps.log.error({ event: "request.handler-failed", cmd, err: error }, "a request failed");
    return handlerFailed();
  }

  #refuse<Reply extends Uint8Array | null>(refusal: Refusal, reply: Reply, facts: Record<string, unknown> = {}): Reply {
    const { counters, clock, log } = this.#deps;
    counters.add(`request.${refusal}`);
    const last = this.#lastLogged.get(refusal);
    const now = clock.now();
    if (last && now - last.at < refusalLogIntervalMs && now >= last.at) {
      last.unsaid++;
      return reply;
    }
    log.warn(
      { event: `request.${refusal}`, ...facts, ...(last?.unsaid ? { andMore: last.unsaid } : {}) },
      "a request was refused",
    );
    this.#lastLogged.set(refusal, { at: now, unsaid: 0 });
    return reply;
  }
}
