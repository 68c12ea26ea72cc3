import { Ext, pythonBytes, pythonFloat } from "@salina/wire";
import { escaped as escapedYaml } from "@salina/yaml";
import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { PyDict } from "./dict.js";
import { viewItems } from "./iterate.js";
import { PySet } from "./set.js";
import { Markup, type Py, PyIterator, PyObject, PyRange, PyTuple, PyView, Undefined } from "./types.js";

const MAX_DEPTH = 200;
const UNPRINTABLE = /[\p{C}\p{Z}]/u;
/** Python refuses to write longer ones: it takes quadratic time. */
const MAX_INTEGER_DIGITS = 4300;

/** Python's `str()`. */
export function str(value: Py, budget: Budget): string {
  if (typeof value === "string") return value;
  return new Writer(budget, false).str(value);
}

/** What `{{ value }}` prints: as `str()`, but dicts as Salt prints them. @source salt/utils/jinja.py, PrintableDict */
export function printed(value: Py, budget: Budget): string {
  if (typeof value === "string") return value;
  return new Writer(budget, true).str(value);
}

/** Python's `repr()`. */
export function repr(value: Py, budget: Budget): string {
  return new Writer(budget, false).repr(value);
}

class Writer {
  readonly #budget: Budget;
  readonly #printable: boolean;
  #length = 0;
  readonly #open = new Set<object>();

  constructor(budget: Budget, printable: boolean) {
    this.#budget = budget;
    this.#printable = printable;
  }

  str(value: Py): string {
    if (typeof value === "string") return this.#count(value);
    if (value instanceof Markup) return this.#count(value.text);
    if (value instanceof Undefined) {
      value.use();
      return "";
    }
    if (value instanceof PyDict && this.#printable) return this.#dict(value, true);
    if (value instanceof PyTuple && this.#printable) refuseNamedTuple(value);
    if (value instanceof PyObject) return this.#count(value.text());
    return this.repr(value);
  }

  repr(value: Py): string {
    this.#budget.step();
    switch (typeof value) {
      case "string":
        return this.#count(stringRepr(value));
      case "boolean":
        return value ? "True" : "False";
      case "bigint":
        return this.#count(integerText(value));
      case "number":
        return this.#count(pythonFloat(value));
      default:
        return value === null ? "None" : this.#object(value);
    }
  }

  #object(value: object & Py): string {
    if (Array.isArray(value)) return this.#nested(value, () => `[${this.#join(value)}]`, "[...]");
    if (value instanceof PyDict) return this.#dict(value, false);
    if (value instanceof PyTuple) {
      return this.#nested(
        value,
        () => (value.items.length === 1 ? `(${this.#join(value.items)},)` : `(${this.#join(value.items)})`),
        "(...)",
      );
    }
    if (value instanceof PySet) return value.size === 0 ? "set()" : `{${this.#join(value.members())}}`;
    if (value instanceof Uint8Array) return this.#count(pythonBytes(value));
    if (value instanceof Markup) return this.#count(`Markup(${stringRepr(value.text)})`);
    if (value instanceof Undefined) return "Undefined";
    if (value instanceof PyRange) {
      return value.step === 1n
        ? `range(${value.start}, ${value.stop})`
        : `range(${value.start}, ${value.stop}, ${value.step})`;
    }
    if (value instanceof PyView) {
      return this.#nested(value.dict, () => `dict_${value.kind}([${this.#join(viewItems(value))}])`, "...");
    }
    if (value instanceof PyIterator) return `<${value.typeName} object>`;
    if (value instanceof PyObject) return this.#count(value.repr());
    if (value instanceof Ext) return this.#count(Buffer.from(value.data).toString("latin1"));
    return "";
  }

  #dict(dict: PyDict, outermost: boolean): string {
    return this.#nested(dict, () => `{${this.#entries(dict, outermost)}}`, "{...}");
  }

  #entries(dict: PyDict, outermost: boolean): string {
    const parts: string[] = [];
    for (const [key, value] of dict.entries()) {
      parts.push(`${this.repr(key)}: ${this.#value(value, outermost)}`);
      this.#count("    ");
    }
    return parts.join(", ");
  }

  #value(value: Py, outermost: boolean): string {
    if (!this.#printable) return this.repr(value);
    if (typeof value === "string") return this.#count(yamlSafeRepr(value));
    return outermost && !(value instanceof Markup) ? this.str(value) : this.repr(value);
  }

  #join(items: Iterable<Py>): string {
    const parts: string[] = [];
    for (const item of items) {
      if (this.#printable && item instanceof PyTuple) refuseNamedTuple(item);
      parts.push(this.repr(item));
      this.#count("  ");
    }
    return parts.join(", ");
  }

  #nested(value: object, write: () => string, again: string): string {
    if (this.#open.has(value)) return again;
    if (this.#open.size >= MAX_DEPTH) raise("RecursionError", "a value is nested too deeply to be printed");
    this.#open.add(value);
    const text = write();
    this.#open.delete(value);
    return text;
  }

  #count(text: string): string {
    this.#length += text.length;
    this.#budget.text(this.#length);
    return text;
  }
}

// Salt rebuilds tuples before it prints them, which fails for the groups of `groupby`.
function refuseNamedTuple(tuple: PyTuple): void {
  if (tuple.fields !== undefined) {
    raise("TypeError", `_GroupTuple.__new__() missing ${tuple.fields.length - 1} required positional argument: 'list'`);
  }
}

function yamlSafeRepr(text: string): string {
  return /[\n\r\t]/.test(text) ? `"${Array.from(text, escapedYaml).join("")}"` : stringRepr(text);
}

export function integerText(value: bigint): string {
  // 14284 bits are the most that 4300 digits can hold.
  if (BigInt.asIntN(14286, value) !== value) tooManyDigits();
  const text = value.toString();
  if (text.length - (value < 0n ? 1 : 0) > MAX_INTEGER_DIGITS) tooManyDigits();
  return text;
}

export function tooManyDigits(): never {
  raise("ValueError", `Exceeds the limit (${MAX_INTEGER_DIGITS} digits) for integer string conversion`);
}

export function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = "";
  for (const char of text) {
    if (char === quote || char === "\\") body += `\\${char}`;
    else if (char >= " " && char <= "~") body += char;
    else body += escaped(char);
  }
  return `${quote}${body}${quote}`;
}

function escaped(char: string): string {
  if (char === "\n") return "\\n";
  if (char === "\r") return "\\r";
  if (char === "\t") return "\\t";
  return UNPRINTABLE.test(char) ? codeEscape(char) : char;
}

function codeEscape(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

/** Python's `ascii()`. */
export function asciiRepr(value: Py, budget: Budget): string {
  return Array.from(repr(value, budget), (char) => (char > "~" ? codeEscape(char) : char)).join("");
}
