import type { BusEvent, MinionResult, PublishedJob } from "@salina/api";
import { decode, isMap, pyStr } from "@salina/wire";
import type { Run } from "../run.js";
import { type MinionProgress, progressLines } from "./lines.js";

// A command that is over sooner shows nothing.
const quietMs = 2000;
const redrawMs = 500;

/** Live lines on standard error below what is shown. Null where nobody looks at a terminal, or they are not wanted. */
export function watchProgress(run: Run): LiveProgress | null {
  const { io, settings, compat } = run;
  const isWanted = io.isTTY && io.terminal?.() && settings.flag("show_progress", true) && !compat;
  return isWanted ? new LiveProgress(run) : null;
}

class LiveProgress {
  readonly #run: Run;
  readonly #open = new Map<string, MinionProgress>();
  readonly #leave = new AbortController();
  #startedAtMs = 0;
  #targeted = 0;
  #returned = 0;
  #failed = 0;
  #timer: NodeJS.Timeout | undefined;
  #drawnLines = 0;
  #isBegun = false;

  constructor(run: Run) {
    this.#run = run;
  }

  begin(job: PublishedJob): void {
    this.#startedAtMs = Date.now();
    this.#targeted = job.minions.length;
    for (const minion of job.minions) this.#open.set(minion, { state: null, confirmedAtMs: null });
    this.#timer = setTimeout(() => {
      this.#isBegun = true;
      this.#draw();
      this.#timer = setInterval(() => this.#draw(), redrawMs);
    }, quietMs);
    void this.#watch(job.jid).catch(() => undefined);
  }

  ended({ minion, outcome }: MinionResult): void {
    if (!this.#open.delete(minion)) return;
    this.#returned += 1;
    if (outcome === "failed") this.#failed += 1;
  }

  heard({ minion, confirmedAt }: MinionResult): void {
    const known = this.#open.get(minion);
    if (known) this.#open.set(minion, { ...known, confirmedAtMs: confirmedAt });
  }

  /** Makes place for lines that stay. */
  hide(): void {
    if (this.#drawnLines === 0) return;
    this.#run.io.stderr.write(`\u001b[${this.#drawnLines}A\u001b[0J`);
    this.#drawnLines = 0;
  }

  showAgain(): void {
    if (this.#isBegun) this.#draw();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#isBegun = false;
    this.#leave.abort();
    this.hide();
  }

  /** States report themselves as they end, where the config says `state_events: true`. */
  async #watch(jid: string): Promise<void> {
    const tagPrefix = `salt/job/${jid}/prog/`;
    for await (const event of this.#run.client.stream("events.watch", { tagPrefix }, this.#leave.signal)) {
      if (!("gap" in event)) this.#take(event);
    }
  }

  #take({ tag, data }: BusEvent): void {
    const minion = tag.split("/").slice(4, -1).join("/");
    const known = this.#open.get(minion);
    const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
    if (!known || !read.ok || !isMap(read.value)) return;
    // What a minion fires is the whole of its request, with the data in it.
    const about = read.value.get("data");
    const ret = isMap(about) ? about.get("ret") : undefined;
    if (!isMap(about) || !isMap(ret)) return;
    const number = Number(ret.get("__run_num__") ?? 0) + 1;
    const state = { number, of: Number(about.get("len") ?? 0), id: pyStr(ret.get("__id__") ?? "") };
    this.#open.set(minion, { ...known, state });
  }

  #draw(): void {
    const terminal = this.#run.io.terminal?.();
    if (!terminal) return;
    const { io } = this.#run;
    this.hide();
    const progress = {
      startedAtMs: this.#startedAtMs,
      targeted: this.#targeted,
      returned: this.#returned,
      failed: this.#failed,
      open: this.#open,
    };
    const lines = progressLines(progress, terminal, Date.now());
    if (lines.length > 0) io.stderr.write(`${lines.join("\n")}\n`);
    this.#drawnLines = lines.length;
  }
}
