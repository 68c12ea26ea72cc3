import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  authRequest,
  Crypticle,
  type Encodable,
  type Era,
  list,
  openPublish,
  openReply,
  readAuthReply,
  sealRequest,
  text,
  type Value,
  type ValueMap,
} from "@salina/wire";
import { type Context, Subscriber } from "zeromq";
import type { MinionIdentity } from "./identity.js";
import { RequestLine } from "./request-line.js";
import { isTargeted } from "./target.js";

/** What a function gives back; null: the minion never answers. */
export type SimulatedAnswer = { readonly value: Encodable; readonly retcode?: number } | null;

export interface SimulatedMinionOptions {
  readonly id: string;
  readonly era: Era;
  readonly identity: MinionIdentity;
  readonly host: string;
  readonly requestPort: number;
  /** Sockets of many minions share one: its `maxSockets` must hold two for each. */
  readonly context: Context;
  /** Default: `test.ping` gives true, `saltutil.find_job` an empty map, anything else its arguments. */
  readonly answer?: (fun: string, args: readonly Value[]) => SimulatedAnswer | Promise<SimulatedAnswer>;
  readonly requestTimeoutMs?: number;
  /** How long to wait while the key is not accepted. */
  readonly acceptanceWaitMs?: number;
}

/** One return as it was sent, and when its acknowledgement came: what a test compares with the master's store. */
export interface SentReturn {
  readonly jid: string;
  readonly fun: string;
  readonly tries: number;
  /** Milliseconds of `performance.now()`, or null when none came. */
  readonly acknowledgedAt: number | null;
}

interface Session {
  readonly shared: Crypticle;
  readonly own: Crypticle;
  readonly publishPort: number;
}

const returnTries = 3;

/** Does on the wire what a stock minion of its era does, without a process of its own: for tests with many minions. */
export class SimulatedMinion {
  readonly id: string;
  readonly era: Era;
  readonly returns: SentReturn[] = [];
  /** Publishes that could not be opened, or came with a serial already seen. */
  dropped = 0;
  readonly #options: SimulatedMinionOptions;
  readonly #line: RequestLine;
  readonly #seenJids = new Set<string>();
  readonly #stopping = new AbortController();
  #subscriber: Subscriber | null = null;
  #listening: Promise<void> = Promise.resolve();
  #session: Session | null = null;
  #authenticating: Promise<Session> | null = null;
  #lastSerial = 0;

  constructor(options: SimulatedMinionOptions) {
    this.id = options.id;
    this.era = options.era;
    this.#options = options;
    const address = `tcp://${options.host}:${options.requestPort}`;
    this.#line = new RequestLine(address, options.context, options.requestTimeoutMs ?? 10_000);
  }

  /** Resolves when the master has let it in and it listens for jobs. @throws when the key is rejected */
  async start(): Promise<void> {
    const { publishPort } = await this.#authenticated();
    const subscriber = new Subscriber({
      context: this.#options.context,
      linger: 0,
      reconnectInterval: 100,
      reconnectMaxInterval: 1000,
    });
    subscriber.subscribe();
    subscriber.connect(`tcp://${this.#options.host}:${publishPort}`);
    this.#subscriber = subscriber;
    this.#listening = this.#listen(subscriber);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#subscriber?.close();
    this.#line.close();
    await this.#listening;
  }

  /**
   * An encrypted request. Authenticates anew, once, when the master has forgotten the key, as stock minions do.
   * @returns the packed value of the reply
   */
  async request(load: ReadonlyMap<Value, Encodable>): Promise<Uint8Array> {
    const first = await this.#requestWith(await this.#authenticated(), load);
    if (first !== null) return first;
    this.#session = null;
    const second = await this.#requestWith(await this.#authenticated(), load);
    if (second === null) throw new Error(`${this.id}: the reply cannot be opened with a fresh key`);
    return second;
  }

  async #requestWith({ own }: Session, load: ReadonlyMap<Value, Encodable>): Promise<Uint8Array | null> {
    const nonce = this.era === 0 ? {} : { nonce: randomBytes(16).toString("hex") };
    const { token } = this.#options.identity;
    const unixSeconds = Math.floor(Date.now() / 1000);
    const frame = sealRequest({ era: this.era, crypticle: own, id: this.id, load, token, unixSeconds, ...nonce });
    const reply = openReply(await this.#line.ask(frame), own, nonce.nonce);
    return reply.ok ? reply.value : null;
  }

  /** One authentication at a time, whoever asks. */
  #authenticated(): Promise<Session> {
    if (this.#session) return Promise.resolve(this.#session);
    this.#authenticating ??= this.#authenticate().finally(() => {
      this.#authenticating = null;
    });
    return this.#authenticating;
  }

  async #authenticate(): Promise<Session> {
    const { identity, acceptanceWaitMs = 200 } = this.#options;
    const { privateKey, publicKeyPem } = identity;
    for (;;) {
      const nonce = this.era === 0 ? {} : { nonce: randomBytes(16).toString("hex") };
      const frame = authRequest({ era: this.era, id: this.id, pub: publicKeyPem, ...nonce });
      const reply = readAuthReply(await this.#line.ask(frame), {
        era: this.era,
        privateKey,
        masterKey: null,
        ...nonce,
      });
      if (!reply.ok) throw new Error(`${this.id}: ${reply.fault.text}`);
      const { value } = reply;
      if (value.kind === "accepted") {
        const shared = new Crypticle(value.keyString);
        const own = value.sessionKeyString !== null && this.era === 3 ? new Crypticle(value.sessionKeyString) : shared;
        this.#lastSerial = 0;
        this.#session = { shared, own, publishPort: value.publishPort };
        return this.#session;
      }
      if (value.ret !== true) throw new Error(`${this.id}: the master refuses: ${value.ret}`);
      await delay(acceptanceWaitMs, undefined, { signal: this.#stopping.signal });
    }
  }

  async #listen(subscriber: Subscriber): Promise<void> {
    for await (const frames of subscriber) {
      const frame = frames.at(-1);
      if (frame === undefined || frames.length > 2) continue;
      // A minion that cannot go on is a test's finding, seen in `returns`; it must not end the test process.
      await this.#take(frame).catch(() => {
        this.dropped += 1;
      });
    }
  }

  async #take(frame: Uint8Array): Promise<void> {
    let opened = openPublish(frame, (await this.#authenticated()).shared);
    if (!opened.ok) {
      this.#session = null;
      opened = openPublish(frame, (await this.#authenticated()).shared);
    }
    if (!opened.ok) throw new Error(`${this.id}: ${opened.fault.text}`);
    const { load, serial } = opened.value;
    // [SALT 6.4] Era 0 does not know serials.
    if (this.era > 0 && serial !== null) {
      if (serial <= this.#lastSerial) throw new Error(`${this.id}: serial ${serial} after ${this.#lastSerial}`);
      this.#lastSerial = serial;
    }
    const jid = text(load, "jid");
    if (jid === undefined || this.#seenJids.has(jid) || !isTargeted(load, this.id)) return;
    this.#seenJids.add(jid);
    // Not awaited: a minion hears the next job while it works on this one.
    this.#work(jid, load).catch(() => undefined);
  }

  async #work(jid: string, load: ValueMap): Promise<void> {
    const fun = text(load, "fun") ?? "";
    const args = list(load, "arg") ?? [];
    const answer = await (this.#options.answer ?? usualAnswer)(fun, args);
    if (answer === null) return;
    const retcode = answer.retcode ?? 0;
    const message = new Map<Value, Encodable>([
      ["cmd", "_return"],
      ["id", this.id],
      ["jid", jid],
      ["fun", fun],
      ["fun_args", args],
      ["return", answer.value],
      ["retcode", retcode],
      ["success", retcode === 0],
    ]);
    let tries = 0;
    let acknowledgedAt: number | null = null;
    while (acknowledgedAt === null && tries < returnTries && !this.#stopping.signal.aborted) {
      tries += 1;
      acknowledgedAt = await this.request(message).then(
        () => performance.now(),
        () => null,
      );
    }
    this.returns.push({ jid, fun, tries, acknowledgedAt });
  }
}

function usualAnswer(fun: string, args: readonly Value[]): SimulatedAnswer {
  if (fun === "test.ping") return { value: true };
  if (fun === "saltutil.find_job") return { value: new Map() };
  return { value: [...args] };
}
