import type { Value, ValueMap } from "@salina/wire";
import { floatValue } from "@salina/yaml";
import { RenderError } from "../values.js";

const maxDepth = 100;
const escapes = new Map([...'"\\/bfnrt'].map((letter, n) => [letter, '"\\/\b\f\n\r\t'[n] ?? ""]));

/**
 * Reads JSON as Python's `json.loads`: integers of any size, `1.0` stays a float, NaN and Infinity are let in, of
 * two equal keys the later one counts, order is kept.
 * @throws RenderError with the line
 */
export function readJson(text: string, file: string): Value {
  return new JsonReader(text, file).read();
}

class JsonReader {
  readonly #text: string;
  readonly #file: string;
  #at = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  read(): Value {
    const value = this.#value(0);
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#fail("Extra data");
    return value;
  }

  #value(depth: number): Value {
    if (depth > maxDepth) throw this.#fail(`nested more than ${maxDepth} deep`);
    this.#blanks();
    if (this.#take("{")) return this.#object(depth);
    if (this.#take("[")) return this.#array(depth);
    if (this.#take('"')) return this.#string();
    for (const [word, value] of words) if (this.#take(word)) return value;
    return this.#number();
  }

  #object(depth: number): Value {
    const made: ValueMap = new Map();
    this.#blanks();
    if (this.#take("}")) return made;
    for (;;) {
      this.#blanks();
      if (!this.#take('"')) throw this.#fail("Expecting property name enclosed in double quotes");
      const key = this.#string();
      this.#blanks();
      if (!this.#take(":")) throw this.#fail("Expecting ':' delimiter");
      made.set(key, this.#value(depth + 1));
      this.#blanks();
      if (this.#take("}")) return made;
      if (!this.#take(",")) throw this.#fail("Expecting ',' delimiter");
    }
  }

  #array(depth: number): Value {
    const made: Value[] = [];
    this.#blanks();
    if (this.#take("]")) return made;
    for (;;) {
      made.push(this.#value(depth + 1));
      this.#blanks();
      if (this.#take("]")) return made;
      if (!this.#take(",")) throw this.#fail("Expecting ',' delimiter");
    }
  }

  #number(): Value {
    const found = this.#match(/-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y);
    if (!found) throw this.#fail("Expecting value");
    if (found[1] !== undefined || found[2] !== undefined) return floatValue(Number(found[0]));
    const small = Number(found[0]);
    return Number.isSafeInteger(small) ? small + 0 || 0 : BigInt(found[0]);
  }

  /** After its opening quote. */
  #string(): string {
    let made = "";
    for (;;) {
      const plain = this.#match(/[^"\\]*/y)?.[0] ?? "";
      if ([...plain].some((char) => char < " ")) throw this.#fail("Invalid control character");
      made += plain;
      if (this.#take('"')) return made;
      if (!this.#take("\\")) throw this.#fail("Unterminated string");
      const letter = this.#text[this.#at++] ?? "";
      const short = escapes.get(letter);
      if (short !== undefined) made += short;
      else if (letter === "u") {
        const code = this.#match(/[0-9a-fA-F]{4}/y);
        if (!code) throw this.#fail("Invalid \\uXXXX escape");
        made += String.fromCharCode(Number.parseInt(code[0], 16));
      } else throw this.#fail("Invalid \\escape");
    }
  }

  #blanks(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #take(wanted: string): boolean {
    if (!this.#text.startsWith(wanted, this.#at)) return false;
    this.#at += wanted.length;
    return true;
  }

  #fail(reason: string): RenderError {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    return new RenderError(reason, this.#file, line);
  }
}

const words: readonly (readonly [string, Value])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];
