import { encode, type JidSource, type Value, type ValueMap } from "@salina/wire";
import type { Publisher } from "./publisher.js";

/** Called with what a minion says of the job it was asked about. */
export type ProbeListener = (minion: string, runs: boolean) => void;

/** Probes whose answers are still listened to; older ones are forgotten. */
const openProbes = 10_000;

/**
 * `saltutil.find_job`: asks minions whether they still run a job. Its own job ids are known here only: the answers are
 * part of following the job they ask about, and nobody's result.
 */
export class Probes {
  readonly #publisher: Publisher;
  readonly #jids: JidSource;
  readonly #open = new Map<string, ProbeListener>();

  constructor(publisher: Publisher, jids: JidSource) {
    this.#publisher = publisher;
    this.#jids = jids;
  }

  async ask(jid: string, minions: readonly string[], listener: ProbeListener): Promise<void> {
    const probeJid = this.#jids.next();
    this.#open.set(probeJid, listener);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > openProbes && oldest !== undefined) this.#open.delete(oldest);
    const load: ValueMap = new Map<Value, Value>([
      ["tgt_type", "list"],
      ["fun", "saltutil.find_job"],
      ["arg", [jid]],
      ["tgt", [...minions]],
      ["jid", probeJid],
      ["ret", ""],
      ["user", "salina"],
    ]);
    await this.#publisher.publish(load, minions);
  }

  /** Takes a return that answers a probe. @returns false when it is the return of a job */
  take(jid: string, minion: string, answer: Uint8Array): boolean {
    const listener = this.#open.get(jid);
    if (!listener) return false;
    // Not running: an empty map. Anything else is the description of the running job.
    listener(minion, !isEmptyMap(answer));
    return true;
  }
}

const emptyMap = encode(new Map());

function isEmptyMap(packed: Uint8Array): boolean {
  return packed.length === emptyMap.length && packed.every((byte, at) => byte === emptyMap[at]);
}
