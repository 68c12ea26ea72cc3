import { isMap, type Value, type ValueMap } from "@salina/wire";

export interface ParameterOptions {
  /** What stands for a parameter that is not given. */
  readonly defaults?: ReadonlyMap<string, Value>;
  /** Takes further positional arguments, or keywords. */
  readonly rest?: boolean;
  readonly keywords?: boolean;
  /** Names that are known and never positional. */
  readonly keywordOnly?: readonly string[];
}

/** The arguments of a call, by the names that its function gives them. */
export class Parameters {
  readonly #function: string;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #defaults: ReadonlyMap<string, Value>;
  /** Positional arguments beyond the named ones. */
  readonly rest: readonly Value[];
  /** Keywords beyond the named ones. */
  readonly keywords: ReadonlyMap<string, Value>;

  /** @throws Error for a name that the function does not know, and for too many arguments */
  constructor(
    name: string,
    names: readonly string[],
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    options: ParameterOptions = {},
  ) {
    this.#function = name;
    this.#defaults = options.defaults ?? new Map();
    if (args.length > names.length && !options.rest) {
      throw new Error(`${name}() takes at most ${names.length} arguments, ${args.length} given`);
    }
    const values = new Map(args.slice(0, names.length).map((value, n): [string, Value] => [names[n] ?? "", value]));
    this.rest = args.slice(names.length);
    const others = new Map<string, Value>();
    for (const [key, value] of kwargs) {
      // Salt adds names of its own to calls.
      if (key.startsWith("__pub_")) continue;
      const isKnown = names.includes(key) || options.keywordOnly?.includes(key) === true;
      if (!isKnown && !options.keywords) throw new Error(`${name}() got an unexpected keyword argument '${key}'`);
      if (values.has(key)) throw new Error(`${name}() got multiple values for argument '${key}'`);
      (isKnown ? values : others).set(key, value);
    }
    this.#values = values;
    this.keywords = others;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  value(key: string, standard: Value = null): Value {
    return this.#values.get(key) ?? this.#defaults.get(key) ?? standard;
  }

  /** As it was given, None included. */
  given(key: string): Value | undefined {
    return this.#values.get(key);
  }

  text(key: string, standard?: string): string {
    const value = this.value(key);
    if (value === null && standard !== undefined) return standard;
    if (typeof value === "number" || typeof value === "bigint") return String(value);
    if (typeof value !== "string") throw this.#wrong(key, "text");
    return value;
  }

  textOrNull(key: string): string | null {
    return this.value(key) === null ? null : this.text(key);
  }

  number(key: string, standard = 0): number {
    const value = this.value(key);
    if (value === null) return standard;
    const read = typeof value === "string" ? Number(value) : value;
    if (typeof read !== "number" || !Number.isFinite(read)) throw this.#wrong(key, "a number");
    return read;
  }

  flag(key: string, standard = false): boolean {
    const value = this.value(key);
    return value === null ? standard : value !== false && value !== 0 && value !== "";
  }

  /** A list, or what stands between the commas of a text; null: not given. */
  list(key: string): readonly Value[] | null {
    const value = this.value(key);
    if (value === null) return null;
    if (typeof value === "string") return value.split(",").map((one) => one.trim());
    if (!Array.isArray(value)) throw this.#wrong(key, "a list, or text with commas");
    return value;
  }

  map(key: string): ValueMap {
    const value = this.value(key);
    if (!isMap(value)) throw this.#wrong(key, "a dictionary");
    return value;
  }

  mapOrNull(key: string): ValueMap | null {
    return this.value(key) === null ? null : this.map(key);
  }

  #wrong(key: string, expected: string): Error {
    return new Error(`${this.#function}(): '${key}' has to be ${expected}`);
  }
}
