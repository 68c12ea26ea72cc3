import type { RunEntry } from "@salina/api";
import type { StepOutcome } from "@salina/orchestration";
import type { RunStore } from "@salina/store";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";

interface Known {
  startedAt: number | null;
  readonly notes: Map<string, Value>;
  outcome: StepOutcome | null;
}

/**
 * What has become of each call of each step. Everything is on disk before the step goes on, so that after a kill the run
 * is gone through again with what is known, up to the step that was under way.
 */
export class Journal {
  readonly #store: Pick<RunStore, "append">;
  readonly #jid: string;
  readonly #steps = new Map<string, Known>();

  constructor(store: Pick<RunStore, "append">, jid: string, entries: readonly RunEntry[] = []) {
    this.#store = store;
    this.#jid = jid;
    for (const entry of entries) this.#read(entry);
  }

  /** Null: it has not been begun. */
  startedAt(step: string): number | null {
    return this.#steps.get(step)?.startedAt ?? null;
  }

  outcome(step: string): StepOutcome | null {
    return this.#steps.get(step)?.outcome ?? null;
  }

  note(step: string, name: string): Value | undefined {
    return this.#steps.get(step)?.notes.get(name);
  }

  async start(step: string, at: number): Promise<void> {
    await this.#append("started", step, at, new Map());
  }

  async addNote(step: string, at: number, name: string, value: Value): Promise<void> {
    await this.#append("note", step, at, new Map([[name, value]]));
  }

  async end(step: string, { ret, startedAt, durationMs }: StepOutcome): Promise<void> {
    const about: ValueMap = new Map<Value, Value>([
      ["ret", ret],
      ["startedAt", startedAt],
      ["durationMs", durationMs],
    ]);
    await this.#append("ended", step, Math.round(startedAt + durationMs), about);
  }

  /** So that it is run again: what has failed, and what was cut off. */
  async forgetFailed(at: number): Promise<readonly string[]> {
    const failed = [...this.#steps]
      .filter(([, { outcome }]) => outcome === null || outcome.ret.get("result") === false)
      .map(([step]) => step);
    for (const step of failed) await this.#append("forgotten", step, at, new Map());
    return failed;
  }

  /** What an operator has said. */
  async control(at: number, about: ValueMap): Promise<void> {
    await this.#append("control", "", at, about);
  }

  async #append(kind: RunEntry["kind"], step: string, at: number, data: ValueMap): Promise<void> {
    const entry: RunEntry = { kind, step, at, data: encode(data) };
    await this.#store.append(this.#jid, entry);
    this.#read(entry);
  }

  #read({ kind, step, at, data }: RunEntry): void {
    if (kind === "control") return;
    if (kind === "forgotten") {
      this.#steps.delete(step);
      return;
    }
    const known: Known = this.#steps.get(step) ?? { startedAt: null, notes: new Map(), outcome: null };
    this.#steps.set(step, known);
    const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
    const about: ValueMap = read.ok && isMap(read.value) ? read.value : new Map();
    if (kind === "started") known.startedAt = at;
    else if (kind === "note") for (const [name, value] of about) known.notes.set(String(name), value);
    else known.outcome = outcomeOf(about);
  }
}

function outcomeOf(about: ValueMap): StepOutcome {
  const ret = about.get("ret");
  const number = (key: string) => {
    const value = about.get(key);
    return typeof value === "number" ? value : 0;
  };
  return {
    ret: isMap(ret) ? ret : new Map(),
    startedAt: number("startedAt"),
    durationMs: number("durationMs"),
  };
}
