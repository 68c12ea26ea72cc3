import { raise } from "./errors.js";

/** What one render may use up. */
export interface RenderLimits {
  readonly steps: number;
  /** In UTF-16 units, for the output as for any one text. */
  readonly textLength: number;
  /** Elements of one list, dict or range that a template makes. */
  readonly elements: number;
  /** Templates within templates. */
  readonly includeDepth: number;
  /** Macro calls within macro calls. */
  readonly callDepth: number;
  readonly wallTimeMs: number;
}

export const DEFAULT_LIMITS: RenderLimits = {
  steps: 10_000_000,
  textLength: 16 * 1024 * 1024,
  elements: 1_000_000,
  includeDepth: 20,
  callDepth: 100,
  wallTimeMs: 10_000,
};

const STEPS_BETWEEN_CLOCK_READINGS = 4096;
const MAX_INTEGER_BITS = 1 << 20;

/** Counts what a render uses, so that no template runs forever or fills the memory. */
export class Budget {
  readonly limits: RenderLimits;
  readonly #now: () => number;
  readonly #deadline: number;
  #steps = 0;
  #nextReading = STEPS_BETWEEN_CLOCK_READINGS;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(limits: RenderLimits, now: () => number) {
    this.limits = limits;
    this.#now = now;
    this.#deadline = now() + limits.wallTimeMs;
  }

  /** @throws PyError LimitError when the steps or the time are used up */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps < this.#nextReading) return;
    this.#nextReading = this.#steps + STEPS_BETWEEN_CLOCK_READINGS;
    if (this.#steps > this.limits.steps) raise("LimitError", `the template takes more than ${this.limits.steps} steps`);
    if (this.#now() > this.#deadline) {
      raise("LimitError", `the template takes longer than ${this.limits.wallTimeMs} ms`);
    }
  }

  /** Before a text of that length is made. */
  text(length: number): void {
    if (length > this.limits.textLength) {
      raise("LimitError", `a text would be longer than ${this.limits.textLength} characters`);
    }
    if (length > 256) this.step(length >> 8);
  }

  /** Before a list or dict of that length is made. */
  elements(length: number): void {
    if (length > this.limits.elements) raise("LimitError", `more than ${this.limits.elements} elements`);
    this.step(length >> 2);
  }

  /** Before an integer of that many bits is made. */
  bits(count: number): void {
    if (count > MAX_INTEGER_BITS) raise("LimitError", `an integer would have more than ${MAX_INTEGER_BITS} bits`);
    if (count > 4096) this.step(count >> 6);
  }
}
