import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { memoryStore, type Store } from "@salina/store";
import {
  authRequest,
  Crypticle,
  cleanPem,
  type Era,
  minionToken,
  oaepDecrypt,
  readAuthReply,
  sealRequest,
  signPkcs1Async,
  type Value,
} from "@salina/wire";
import pino from "pino";
import { MasterSecrets } from "../crypto/master-secrets.js";
import { SessionKeys } from "../crypto/session-keys.js";
import { EventBus } from "../events/event-bus.js";
import { Presence } from "../minions/presence.js";
import { ProvenEras } from "../minions/proven-eras.js";
import { createAuth } from "../requests/auth.js";
import { Channel } from "../requests/channel.js";
import { type Answer, type Requester, sealed, served } from "../requests/minion-request.js";
import { Counters } from "../status/counters.js";
import { HandClock } from "./hand-clock.js";

const vectorKeys = fileURLToPath(new URL("../../../wire/vectors/keys/", import.meta.url));
const keyText = (name: string) => readFileSync(join(vectorKeys, name), "utf8");

/** A request channel on a bench: real keys and crypto, the store in memory, no sockets. Knows one command, `echo`. */
export async function channelBench(
  options: { readonly minimumAuthVersion?: number; readonly needsProof?: boolean } = {},
) {
  const root = mkdtempSync(join(tmpdir(), "salina-channel-"));
  const accepted = new Map<string, KeyObject>();
  const clock = new HandClock();
  const counters = new Counters();
  const events = new EventBus(clock, 100);
  const store: Store = memoryStore();
  const presence = new Presence(clock, false);
  const eras = new ProvenEras(store.minions);
  const masterKey = createPrivateKey(keyText("master.pem"));
  const secrets = new MasterSecrets(masterKey, clock, () => undefined);
  const sessions = new SessionKeys(join(root, "sessions"), clock, 86_400_000);
  await sessions.load();
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const asked: { load: Map<Value, Value>; from: Requester }[] = [];
  let answerWith: (load: Map<Value, Value>) => Promise<Answer> = (load) =>
    Promise.resolve(sealed(load.get("say") ?? null));

  const channel = new Channel({
    clock,
    minimumAuthVersion: options.minimumAuthVersion ?? 0,
    maxClearBytes: 65_536,
    maxRequestBytes: 1_048_576,
    secrets,
    sessions,
    acceptedKeys: { keyOf: (id) => Promise.resolve(accepted.get(id)) },
    minions: store.minions,
    eras,
    presence,
    auth: createAuth({
      config: { events: true },
      network: { publishPort: 4505 },
      admit: ({ id }) => {
        const publicKey = accepted.get(id);
        return Promise.resolve(
          publicKey
            ? { ret: "success", act: "accept", result: true, publicKey }
            : { ret: true, act: "pend", result: true },
        );
      },
      masterPublicKeyText: cleanPem(keyText("master.pub")),
      secrets,
      sessions,
      sign: (data, algorithm) => signPkcs1Async(masterKey, data, algorithm),
      pubSignature: null,
      decryptToken: (token, algorithm) => {
        const plain = oaepDecrypt(masterKey, token, algorithm);
        return Promise.resolve(plain.ok ? plain.value : null);
      },
      eras,
      events,
      counters,
      log,
    }),
    requests: [
      served({
        cmd: "echo",
        doc: "says it again",
        test: "",
        needsId: true,
        needsProof: options.needsProof ?? false,
        input: (load) => ({ ok: true, value: load }),
        run: (load, from) => {
          asked.push({ load, from });
          return answerWith(load);
        },
      }),
    ],
    counters,
    log,
  });

  return {
    channel,
    clock,
    counters,
    events,
    store,
    eras,
    secrets,
    sessions,
    logged,
    asked,
    answerWith: (answer: typeof answerWith) => {
      answerWith = answer;
    },
    acceptKey: (id: string, name = "minion3006.pub") => accepted.set(id, createPublicKey(keyText(name))),
    removeKey: (id: string) => accepted.delete(id),
    send: (body: Uint8Array) => channel.answer({ body, wellFramed: true }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export type ChannelBench = Awaited<ReturnType<typeof channelBench>>;

/** A minion that does what stock minions of an era do, against a channel on a bench. */
export class BenchMinion {
  readonly id: string;
  readonly era: Era;
  readonly #bench: ChannelBench;
  readonly privateKey: KeyObject = createPrivateKey(keyText("minion3006.pem"));
  readonly publicKeyText = keyText("minion3006.pub");
  shared: Crypticle | null = null;
  session: Crypticle | null = null;

  constructor(bench: ChannelBench, id: string, era: Era) {
    this.#bench = bench;
    this.id = id;
    this.era = era;
  }

  async authenticate() {
    const nonce = this.era === 0 ? {} : { nonce: randomBytes(16).toString("hex") };
    const reply = await this.#bench.send(
      authRequest({ era: this.era, id: this.id, pub: this.publicKeyText, ...nonce }),
    );
    const masterKey = createPublicKey(keyText("master.pub"));
    const read = readAuthReply(reply ?? new Uint8Array(), {
      era: this.era,
      privateKey: this.privateKey,
      masterKey,
      ...nonce,
    });
    if (!read.ok) throw new Error(read.fault.text);
    if (read.value.kind === "accepted") {
      this.shared = new Crypticle(read.value.keyString);
      this.session = read.value.sessionKeyString ? new Crypticle(read.value.sessionKeyString) : null;
    }
    return read.value;
  }

  get crypticle(): Crypticle {
    const key = this.era === 3 ? this.session : this.shared;
    if (!key) throw new Error(`${this.id} has not authenticated`);
    return key;
  }

  /** A sealed request, ready to be sent. */
  request(load: ReadonlyMap<Value, Value>, nonce = randomBytes(16).toString("hex")): Uint8Array {
    return sealRequest({
      era: this.era,
      crypticle: this.crypticle,
      id: this.id,
      load: this.era === 3 ? load : new Map<Value, Value>([...load, ["id", this.id]]),
      ...(this.era === 0 ? {} : { nonce }),
      token: minionToken(this.privateKey),
      unixSeconds: 1,
    });
  }
}
