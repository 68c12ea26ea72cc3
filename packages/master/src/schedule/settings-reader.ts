import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { ScheduleProblem } from "./entry.js";

/** Reads settings by their names, and keeps what is wrong with them and which were never asked for. */
export class SettingsReader {
  readonly problems: ScheduleProblem[] = [];
  readonly notes: ScheduleProblem[] = [];
  readonly #settings: ValueMap;
  readonly #asked = new Set<string>();

  constructor(settings: ValueMap) {
    this.#settings = settings;
  }

  problem(key: string, reason: string): void {
    this.problems.push({ key, reason });
  }

  note(key: string, reason: string): void {
    this.notes.push({ key, reason });
  }

  /** Something is said. */
  has(key: string): boolean {
    return (this.#settings.get(key) ?? null) !== null;
  }

  /** Null: nothing is said. */
  take(key: string): Value {
    this.#asked.add(key);
    return this.#settings.get(key) ?? null;
  }

  text(key: string): string | null {
    const value = this.take(key);
    if (value === null || typeof value === "string") return value;
    this.problem(key, "expected text");
    return null;
  }

  flag(key: string, standard: boolean): boolean {
    const value = this.take(key);
    if (typeof value === "boolean") return value;
    if (value !== null) this.problem(key, "expected `true` or `false`");
    return standard;
  }

  /** Decimal text counts, as in stock. */
  integer(key: string, min: number, max: number): number | null {
    const value = this.take(key);
    if (value === null) return null;
    const number = typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= min && number <= max) return number;
    this.problem(key, `expected an integer from ${min} to ${max}`);
    return null;
  }

  map(key: string): ValueMap | null {
    const value = this.take(key);
    if (value === null || isMap(value)) return value;
    this.problem(key, "expected a map");
    return null;
  }

  oneOf<const T extends string>(key: string, values: readonly T[], standard: T): T {
    const value = this.take(key);
    if (value === null) return standard;
    const found = values.find((one) => one === value);
    if (found === undefined) this.problem(key, `expected one of ${values.join(", ")}`);
    return found ?? standard;
  }

  /** Settings that nobody has asked for; those with `_` in front are stock's own notes. */
  left(): readonly string[] {
    return [...this.#settings.keys()]
      .map(String)
      .filter((key) => !this.#asked.has(key) && !key.startsWith("_"))
      .map((key) => key.slice(0, 60));
  }
}
