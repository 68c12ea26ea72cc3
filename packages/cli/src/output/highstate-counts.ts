import { Float, type Value } from "@salina/wire";
import type { Chunk } from "./highstate-chunk.js";
import type { OutputSettings } from "./outputter.js";

const longestLabel = "Succeeded".length;

/** Adds up what the states of one host did, for the summary below them. */
export class HighstateCounts {
  changed = 0;
  #succeeded = 0;
  #untouched = 0;
  #failed = 0;
  #other = 0;
  #warnings = 0;
  #durationMs = 0;
  #longestParallelMs = 0;

  add(chunk: Chunk, changed: boolean): void {
    if (changed) this.changed++;
    if (chunk.result === true) this.#succeeded++;
    else if (chunk.result === null) this.#untouched++;
    else if (chunk.result === false) this.#failed++;
    else this.#other++;
    const durationMs = durationOf(chunk.duration);
    // What ran side by side took as long as the longest of it.
    if (chunk.isParallel) this.#longestParallelMs = Math.max(this.#longestParallelMs, durationMs);
    else this.#durationMs += durationMs;
  }

  addWarning(): void {
    this.#warnings++;
  }

  summary(host: string, { colors, state }: OutputSettings): string[] {
    const { CYAN, GREEN, RED, LIGHT_RED, LIGHT_YELLOW, ENDC } = colors;
    const counts = [this.#succeeded, this.#untouched, this.#failed, this.#other, this.#warnings];
    const width = longestLabel + Math.max(...counts.map((count) => (count > 0 ? String(count).length : 0))) + 2;
    const rule = "-".repeat(width);
    const line = (label: string, count: number) => `${label}: ${String(count).padStart(width - label.length - 2)}`;
    const total = this.#succeeded + this.#untouched + this.#failed + this.#other;
    const failedColor = this.#failed > 0 ? RED : CYAN;
    const details: string[] = [];
    if (this.#untouched > 0) details.push(`${LIGHT_YELLOW}unchanged=${this.#untouched}${ENDC}`);
    if (this.changed > 0) details.push(`${GREEN}changed=${this.changed}${ENDC}`);
    const succeeded = line("Succeeded", this.#succeeded + this.#untouched);
    const lines = [
      `${CYAN}\nSummary for ${host}\n${rule}${ENDC}`,
      `${GREEN}${succeeded}${ENDC}${details.length > 0 ? ` (${details.join(", ")})` : ""}`,
      `${failedColor}${line("Failed", this.#failed)}${ENDC}`,
    ];
    if (state.percent && total > 0) {
      const share = (count: number) => percent(count, total).padStart(width - "Success %".length - 2);
      lines.push(`${GREEN}Success %: ${share(this.#succeeded + this.#untouched)}${ENDC}`);
      lines.push(`${failedColor}Failure %: ${share(this.#failed)}${ENDC}`);
    }
    if (this.#warnings > 0) lines.push(`${LIGHT_RED}${line("Warnings", this.#warnings)}${ENDC}`);
    lines.push(`${CYAN}${rule}\nTotal states run: ${String(total).padStart(width - 7)}${ENDC}`);
    if (state.profile) lines.push(`${CYAN}Total run time: ${this.#runTime(width - 5)}${ENDC}`);
    return lines;
  }

  #runTime(columns: number): string {
    const ms = this.#durationMs + this.#longestParallelMs;
    const [value, unit] = ms > 999 ? [ms / 1000, "s"] : [ms, "ms"];
    return `${threeDecimals(value).padStart(columns)} ${unit}`;
  }
}

/** Python rounds a tie to the even digit, JavaScript upwards. With three decimals only odd sixteenths are ties. */
function threeDecimals(value: number): string {
  const isTie = Number.isInteger(value * 16) && (value * 16) % 2 !== 0;
  if (!isTie) return value.toFixed(3);
  const below = Math.floor(value * 1000);
  return ((below % 2 === 0 ? below : below + 1) / 1000).toFixed(3);
}

function percent(count: number, total: number): string {
  const share = Math.round((count / total) * 10_000) / 100;
  return Number.isInteger(share) ? `${share}.0` : String(share);
}

/** Old minions send `1.234 ms`. */
function durationOf(duration: Value | undefined): number {
  if (duration instanceof Float) return duration.value;
  if (typeof duration === "number") return duration;
  const parsed = typeof duration === "string" ? Number.parseFloat(duration) : Number(0);
  return Number.isNaN(parsed) ? 0 : parsed;
}
