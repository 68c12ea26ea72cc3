import { type KeyObject, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  type AuthAnswer,
  authRequest,
  Crypticle,
  type Encodable,
  type Era,
  list,
  newKeyString,
  oaepEncrypt,
  openPublish,
  openReply,
  parsePublicKey,
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

/** A job as the minion has heard it. */
export interface HeardJob {
  readonly id: string;
  readonly jid: string;
  readonly fun: string;
  readonly args: readonly Value[];
  /** Milliseconds of `performance.now()`. */
  readonly heardAt: number;
}

export interface SimulatedMinionOptions {
  readonly id: string;
  readonly era: Era;
  readonly identity: MinionIdentity;
  readonly host: string;
  readonly requestPort: number;
  /** Sockets of many minions share one: its `newMinionContext` makes one. */
  readonly context: Context;
  /** Default: `test.ping` gives true, anything else its arguments. `saltutil.find_job` the minion answers by itself. */
  readonly answer?: (job: HeardJob) => SimulatedAnswer | Promise<SimulatedAnswer>;
  readonly requestTimeoutMs?: number;
  /** How long to wait while the key is not accepted. */
  readonly acceptanceWaitMs?: number;
}

/** One return as it was sent, and when its acknowledgement came: what a test compares with the master's store. */
export interface SentReturn {
  readonly jid: string;
  readonly fun: string;
  readonly value: Encodable;
  readonly tries: number;
  /** Milliseconds of `performance.now()`, or null when none came. */
  readonly acknowledgedAt: number | null;
}

interface Session {
  readonly shared: Crypticle;
  readonly own: Crypticle;
  readonly publishPort: number;
}

/** What `returned` needs to know of a result. */
export interface GivenReturn {
  readonly jid: string;
  readonly fun: string;
  readonly args?: readonly Value[];
  readonly value: Encodable;
  readonly retcode?: number;
}

const returnTries = 3;

/** Job ids that a stock minion remembers (`minion_jid_queue_hwm`). */
const rememberedJids = 100;

/** Does on the wire what a stock minion of its era does, without a process of its own: for tests with many minions. */
export class SimulatedMinion {
  readonly id: string;
  readonly era: Era;
  readonly returns: SentReturn[] = [];
  /** Jobs that reached it and meant it, probes left out. */
  readonly heard: HeardJob[] = [];
  /** Times that it was let in. */
  authentications = 0;
  /** Why publishes were dropped: they could not be opened, or came with a serial already seen. */
  readonly drops: string[] = [];
  readonly #options: SimulatedMinionOptions;
  readonly #line: RequestLine;
  readonly #seenJids = new Set<string>();
  readonly #running = new Set<string>();
  readonly #stopping = new AbortController();
  #subscriber: Subscriber | null = null;
  #listening: Promise<void> = Promise.resolve();
  #session: Session | null = null;
  #authenticating: Promise<Session> | null = null;
  #masterKey: KeyObject | null = null;
  #sharedText = "";
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
    const started = { tag: "minion_start", data: `Minion ${this.id} started` };
    await this.request(
      new Map<Value, Encodable>([...Object.entries({ cmd: "_minion_event", id: this.id, ...started })]),
    );
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
    const session = await this.#authenticated();
    const first = await this.#requestWith(session, load);
    if (first !== null) return first;
    this.#forget(session);
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

  /**
   * Sends a result, again where no acknowledgement comes, as stock minions do. Both it and its fate are kept in `returns`.
   */
  async returned({ jid, fun, args = [], value, retcode = 0 }: GivenReturn): Promise<SentReturn> {
    const message = new Map<Value, Encodable>([
      ["cmd", "_return"],
      ["id", this.id],
      ["jid", jid],
      ["fun", fun],
      ["fun_args", args],
      ["return", value],
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
    const sent = { jid, fun, value, tries, acknowledgedAt };
    this.returns.push(sent);
    return sent;
  }

  /** Whoever found the session unusable may be late: another one may be in its place. */
  #forget(session: Session): void {
    if (this.#session === session) this.#session = null;
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
    const { acceptanceWaitMs = 200 } = this.#options;
    for (;;) {
      const answer = await this.#askToBeLetIn();
      if (answer.kind === "accepted") {
        const { keyString, sessionKeyString, masterPem, publishPort } = answer;
        const masterKey = parsePublicKey(masterPem);
        if (masterKey.ok) this.#masterKey = masterKey.value;
        const shared = new Crypticle(keyString);
        const own = sessionKeyString !== null && this.era === 3 ? new Crypticle(sessionKeyString) : shared;
        // The same key again: its serials go on.
        if (keyString !== this.#sharedText) this.#lastSerial = 0;
        this.#sharedText = keyString;
        this.authentications += 1;
        this.#session = { shared, own, publishPort };
        return this.#session;
      }
      if (answer.ret !== true) throw new Error(`${this.id}: the master refuses: ${answer.ret}`);
      await delay(acceptanceWaitMs, undefined, { signal: this.#stopping.signal });
    }
  }

  /** One `_auth`. A master that is known already is challenged, and has to sign with the key it had. */
  async #askToBeLetIn(): Promise<AuthAnswer> {
    const { privateKey, publicKeyPem } = this.#options.identity;
    const masterKey = this.#masterKey;
    const nonce = this.era === 0 ? {} : { nonce: randomBytes(16).toString("hex") };
    const token = masterKey ? { token: Buffer.from(newKeyString()) } : {};
    const sealed = masterKey && token.token ? { token: oaepEncrypt(masterKey, token.token, "OAEP-SHA1") } : {};
    const frame = authRequest({ era: this.era, id: this.id, pub: publicKeyPem, ...nonce, ...sealed });
    const reply = readAuthReply(await this.#line.ask(frame), {
      era: this.era,
      privateKey,
      masterKey,
      ...nonce,
      ...token,
    });
    if (!reply.ok) throw new Error(`${this.id}: ${reply.fault.text}`);
    return reply.value;
  }

  async #listen(subscriber: Subscriber): Promise<void> {
    for await (const frames of subscriber) {
      const frame = frames.at(-1);
      if (frame === undefined || frames.length > 2) continue;
      // A minion that cannot go on is a test's finding, seen in `returns`; it must not end the test process.
      await this.#take(frame).catch((error: unknown) => {
        this.drops.push(`${Math.round(performance.now())} ms: ${error}`);
      });
    }
  }

  async #take(frame: Uint8Array): Promise<void> {
    const session = await this.#authenticated();
    let opened = openPublish(frame, session.shared);
    if (!opened.ok) {
      this.#forget(session);
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
    const [oldest] = this.#seenJids;
    if (this.#seenJids.size > rememberedJids && oldest !== undefined) this.#seenJids.delete(oldest);
    // Not awaited: a minion hears the next job while it works on this one.
    const fun = text(load, "fun") ?? "";
    const job = { id: this.id, jid, fun, args: list(load, "arg") ?? [], heardAt: performance.now() };
    this.#work(job).catch(() => undefined);
  }

  async #work(job: HeardJob): Promise<void> {
    const { jid, fun, args } = job;
    if (fun === "saltutil.find_job") {
      await this.returned({ jid, fun, args, value: this.#describe(String(args[0])) });
      return;
    }
    this.heard.push(job);
    this.#running.add(jid);
    try {
      const answer = await (this.#options.answer ?? usualAnswer)(job);
      if (answer !== null) await this.returned({ jid, fun, args, ...answer });
    } finally {
      this.#running.delete(jid);
    }
  }

  #describe(jid: string): ValueMap {
    return new Map<Value, Value>(
      this.#running.has(jid)
        ? [
            ["jid", jid],
            ["pid", 1],
          ]
        : [],
    );
  }
}

function usualAnswer({ fun, args }: HeardJob): SimulatedAnswer {
  return fun === "test.ping" ? { value: true } : { value: [...args] };
}
