import type { Value } from "@salina/wire";
import type { OptionValue } from "../options/option.js";
import type { ConfigValues } from "./top-level.js";

/** Values by name, from what was typed, else the Saltfile, else the master's config. */
export class Settings {
  readonly #layers: readonly ReadonlyMap<string, Value>[];

  constructor(given: ReadonlyMap<string, OptionValue>, ...defaults: readonly ConfigValues[]) {
    this.#layers = [given, ...defaults];
  }

  value(name: string): Value | undefined {
    return this.#layers.find((layer) => layer.has(name))?.get(name);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.value(name);
    if (typeof value === "boolean") return value;
    if (typeof value === "string" && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === "true";
    return fallback;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    return typeof value === "number" ? value : undefined;
  }

  /** Names in a comma separated text or a list. */
  names(name: string): string[] {
    const value = this.value(name);
    if (typeof value === "string") return value.split(",");
    return Array.isArray(value) ? value.map(String) : [];
  }
}
