import { globMatcher } from "@salina/targeting";
import { decode, encode, isMap, type Value } from "@salina/wire";
import type { Counters } from "../status/counters.js";

export const marker = "**redacted**";

/** What is a secret wherever it stands: tokens that let a machine into a Docker swarm. */
const secretStart = "SWMTKN-1-";
const secretText = /SWMTKN-1-[0-9a-z]+-[0-9a-z]+/g;
const limits = { maxDepth: 512, duplicateKeys: "last" } as const;

/**
 * Takes secrets out of what is kept and told of jobs: the store, events, logs, and with them every other caller. Who has
 * published a job and waits for it is shown what the minion gave.
 */
export class Redactor {
  readonly #isSecret: (fun: string) => boolean;
  readonly #counters: Counters;

  /** @param functions globs: of these neither arguments nor results are kept */
  constructor(functions: readonly string[], counters: Counters) {
    const globs = functions.map(globMatcher);
    this.#isSecret = (fun) => globs.some((matches) => matches(fun));
    this.#counters = counters;
  }

  /** @param arg the packed arguments of a job; for several functions a list of such lists */
  arguments(fun: string | readonly string[], arg: Uint8Array): Uint8Array {
    if (!this.#mayHide(fun, arg)) return arg;
    return this.#changed(arg, (value) => {
      if (typeof fun === "string") return this.#isSecret(fun) ? hiddenArguments(value) : hiddenTexts(value);
      const lists = Array.isArray(value) ? value : [];
      return lists.map((one, at) => (this.#isSecret(fun[at] ?? "") ? hiddenArguments(one) : hiddenTexts(one)));
    });
  }

  /** @param value what a minion has returned, packed; for several functions a map or a list */
  result(fun: string | readonly string[], value: Uint8Array): Uint8Array {
    if (!this.#mayHide(fun, value)) return value;
    return this.#changed(value, (read) => {
      if (typeof fun === "string") return this.#isSecret(fun) ? hiddenResult(read) : hiddenTexts(read);
      if (Array.isArray(read))
        return read.map((one, at) => (this.#isSecret(fun[at] ?? "") ? hiddenResult(one) : hiddenTexts(one)));
      if (!isMap(read)) return hiddenTexts(read);
      return new Map(
        [...read].map(([name, one]) => [name, this.#isSecret(String(name)) ? hiddenResult(one) : hiddenTexts(one)]),
      );
    });
  }

  /** Most are left as they are, without being read. */
  #mayHide(fun: string | readonly string[], packed: Uint8Array): boolean {
    return (
      [fun].flat().some(this.#isSecret) ||
      Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).includes(secretStart)
    );
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

function hiddenTexts(value: Value): Value {
  if (typeof value === "string") return value.replace(secretText, marker);
  if (Array.isArray(value)) return value.map(hiddenTexts);
  if (!isMap(value)) return value;
  return new Map([...value].map(([key, one]) => [hiddenTexts(key), hiddenTexts(one)]));
}
