import { globMatcher } from "@salina/targeting";
import { decode, encode, isMap, pythonText, type Value } from "@salina/wire";
import type { Counters } from "../status/counters.js";
import { markedValues } from "./marked-values.js";
import { SecretValues } from "./secret-values.js";

export const marker = "**redacted**";

/** What is a secret wherever it stands: tokens that let a machine into a Docker swarm. */
const secretStart = "SWMTKN-1-";
const secretText = /SWMTKN-1-[0-9a-z]+-[0-9a-z]+/g;
type Hide = (value: Value) => Value;

const limits = { maxDepth: 512, duplicateKeys: "last" } as const;

/**
 * Takes secrets out of what is kept and told: the store, events, logs, and with them every other caller. Who has published
 * a job and waits for it is shown what the minion gave.
 */
export class Redactor {
  readonly #isSecret: (fun: string) => boolean;
  readonly #values: Pick<SecretValues, "foundIn">;
  readonly #isMarked: (path: string) => boolean;
  readonly #counters: Counters;

  /**
   * @param functions globs: of these neither arguments nor results are kept
   * @param values texts that are hidden wherever they stand
   * @param isMarked pillar keys whose values are secrets, also where a job's arguments bring them (`pillar=...`)
   */
  constructor(
    functions: readonly string[],
    values: Pick<SecretValues, "foundIn">,
    counters: Counters,
    isMarked: (path: string) => boolean = () => false,
  ) {
    this.#isMarked = isMarked;
    const globs = functions.map(globMatcher);
    this.#isSecret = (fun) => globs.some((matches) => matches(fun));
    this.#values = values;
    this.#counters = counters;
  }

  /** Whether neither arguments nor results of this function are kept. */
  hides(fun: string): boolean {
    return this.#isSecret(fun);
  }

  /** A packed value without the texts that are secret wherever they stand. */
  texts(packed: Uint8Array): Uint8Array {
    const hide = this.#hider(packed);
    return hide === null ? packed : this.#changed(packed, hide);
  }

  /** A line of the log without them. */
  line(text: string): string {
    const hide = this.#hider(Buffer.from(text));
    return hide === null ? text : String(hide(text));
  }

  /** @param arg the packed arguments of a job; for several functions a list of such lists */
  arguments(fun: string | readonly string[], arg: Uint8Array): Uint8Array {
    return this.#hidden(fun, arg, hiddenArguments, this.#broughtBy(arg));
  }

  /** Arguments of a runner: where they name a function with secrets, what it is to be called with is hidden too. */
  call(fun: string, words: readonly Value[]): readonly Value[] {
    const packed = encode([...words]);
    const named = words.flatMap((one) => (isMap(one) ? [...one.values()] : [one]));
    const isSecret = named.some((one) => typeof one === "string" && /^\w+\.\w+$/.test(one) && this.#isSecret(one));
    const kept = this.#hidden(fun, packed, hiddenArguments, this.#broughtBy(packed));
    if (kept === packed && !isSecret) return words;
    const read = decode(kept, { ...limits, maxBytes: kept.length, maxElements: kept.length });
    const told = read.ok && Array.isArray(read.value) ? read.value : [];
    return isSecret ? told.map((one) => this.#withoutArguments(one)) : told;
  }

  /** @param value what a minion has returned, packed; for several functions a map or a list */
  result(fun: string | readonly string[], value: Uint8Array): Uint8Array {
    return this.#hidden(fun, value, hiddenResult);
  }

  /** The names of keywords stay, and that of the function. */
  #withoutArguments(word: Value): Value {
    if (typeof word === "string" && this.#isSecret(word)) return word;
    if (!isMap(word) || word.get("__kwarg__") !== true) return marker;
    return new Map<Value, Value>(
      [...word].map(([key, one]) => [key, key === "__kwarg__" ? one : this.#withoutArguments(one)]),
    );
  }

  /** Marked values of a pillar among the arguments. */
  #broughtBy(arg: Uint8Array): readonly string[] {
    if (!Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength).includes("pillar")) return [];
    const read = decode(arg, { ...limits, maxBytes: arg.length, maxElements: arg.length });
    const given = read.ok && Array.isArray(read.value) ? read.value.flat() : [];
    const pillars = given.flatMap((one) => (isMap(one) && one.get("__kwarg__") === true ? one.get("pillar") : []));
    return SecretValues.formsOf(pillars.flatMap((one) => (isMap(one) ? markedValues(one, this.#isMarked) : [])));
  }

  #hidden(
    fun: string | readonly string[],
    packed: Uint8Array,
    whole: Hide,
    brought: readonly string[] = [],
  ): Uint8Array {
    const found = this.#hider(packed, brought);
    // Most are left as they are, without being read.
    if (found === null && ![fun].flat().some(this.#isSecret)) return packed;
    const texts = found ?? ((value: Value) => value);
    const hideOne = (name: Value, value: Value) => (this.#isSecret(pythonText(name)) ? whole(value) : texts(value));
    return this.#changed(packed, (read) => {
      if (typeof fun === "string") return hideOne(fun, read);
      if (Array.isArray(read)) return read.map((one, at) => hideOne(fun[at] ?? "", one));
      if (!isMap(read)) return texts(read);
      return new Map([...read].map(([name, one]) => [name, hideOne(name, one)]));
    });
  }

  /** Hides what stands in these bytes; null: nothing does. */
  #hider(bytes: Uint8Array, brought: readonly string[] = []): Hide | null {
    const values = [...brought, ...this.#values.foundIn(bytes)].sort((a, b) => b.length - a.length);
    const hasToken = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(secretStart);
    if (values.length === 0 && !hasToken) return null;
    return (value) => hiddenTexts(value, values);
  }

  #changed(packed: Uint8Array, change: (value: Value) => Value): Uint8Array {
    this.#counters.add("redactions");
    const read = decode(packed, { ...limits, maxBytes: packed.length, maxElements: packed.length });
    // What cannot be read cannot be shown either.
    return encode(read.ok ? change(read.value) : marker);
  }
}

/** Whether arguments have been redacted: such a job cannot be sent a second time. */
export function isRedacted(arg: Uint8Array): boolean {
  return Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength).includes(marker);
}

/** How many there were, and the names of keywords, stay. */
function hiddenArguments(value: Value): Value {
  if (!Array.isArray(value)) return marker;
  return value.map((one) => {
    if (!isMap(one) || one.get("__kwarg__") !== true) return marker;
    return new Map<Value, Value>([...one.keys()].map((key) => [key, key === "__kwarg__" ? true : marker]));
  });
}

/** Whether it went well stays. */
function hiddenResult(value: Value): Value {
  return typeof value === "boolean" || value === null ? value : marker;
}

function hiddenTexts(value: Value, secrets: readonly string[]): Value {
  if (typeof value === "string") {
    let text = value.replace(secretText, marker);
    for (const secret of secrets) text = text.replaceAll(secret, marker);
    return text;
  }
  if (Array.isArray(value)) return value.map((one) => hiddenTexts(one, secrets));
  if (value instanceof Uint8Array) return hiddenBytes(value, secrets);
  if (!isMap(value)) return value;
  return new Map([...value].map(([key, one]) => [hiddenTexts(key, secrets), hiddenTexts(one, secrets)]));
}

/** Text that is not UTF-8 as a whole. */
function hiddenBytes(value: Uint8Array, secrets: readonly string[]): Uint8Array {
  const text = Buffer.from(value).toString("latin1");
  let hidden = text.replace(secretText, marker);
  for (const secret of secrets) hidden = hidden.replaceAll(Buffer.from(secret).toString("latin1"), marker);
  return hidden === text ? value : Buffer.from(hidden, "latin1");
}
