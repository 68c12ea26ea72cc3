import { raise } from "../errors.js";
import { type Num, toFloat, truncate } from "../objects/arithmetic.js";
import { PyDict } from "../objects/dict.js";
import { escapeText, escapeValue } from "../objects/escape.js";
import { codePointCount } from "../objects/iterate.js";
import { asciiRepr, integerText, repr, str } from "../objects/repr.js";
import {
  asInteger,
  asNumber,
  asText,
  Markup,
  needIndex,
  type Py,
  PyTuple,
  type Runtime,
  typeName,
  Undefined,
} from "../objects/types.js";
import { fixed, general, scientific } from "./number-text.js";

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([\s\S]|$)/gu;
const HAS_PRECISION = /\./;

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

/** `"..." % arguments`. @source CPython Objects/unicodeobject.c, PyUnicode_Format */
export function percentFormat(format: Py, given: Py, rt: Runtime): Py {
  const text = asText(format) ?? "";
  const safe = format instanceof Markup;
  const source = new Source(given);
  let made = "";
  let last = 0;
  for (const found of text.matchAll(DIRECTIVE)) {
    const [whole, key, flags = "", widthText, precisionText, conversion = ""] = found;
    made += text.slice(last, found.index);
    last = found.index + whole.length;
    rt.budget.step();
    if (conversion === "") raise("ValueError", "incomplete format");
    if (key !== undefined) source.select(key);
    let width = widthText === "*" ? needIndex(source.next()) : Number(widthText ?? "0");
    const spec = whole.slice(1 + (key === undefined ? 0 : key.length + 2));
    const precision = !HAS_PRECISION.test(spec.slice(0, -1))
      ? undefined
      : precisionText === "*"
        ? Math.max(0, needIndex(source.next()))
        : Number(precisionText ?? "0");
    const left = width < 0;
    width = Math.abs(width);
    rt.budget.text(made.length + width + (precision ?? 0));
    if (conversion === "%") made += "%";
    else made += convert(source.next(), { flags: left ? `${flags}-` : flags, width, precision, conversion }, safe, rt);
    rt.budget.text(made.length);
  }
  made += text.slice(last);
  source.finish();
  return safe ? new Markup(made) : made;
}

class Source {
  readonly #given: Py;
  readonly #items: readonly Py[];
  #at = 0;
  #selected: Py | undefined;
  #byName = false;

  constructor(given: Py) {
    this.#given = given;
    this.#items = given instanceof PyTuple ? given.items : [given];
  }

  select(key: string): void {
    if (!(this.#given instanceof PyDict)) {
      if (this.#given instanceof Undefined) this.#given.fail();
      raise("TypeError", "format requires a mapping");
    }
    const found = this.#given.get(key);
    if (found === undefined) raise("KeyError", `'${key}'`);
    this.#selected = found;
    this.#byName = true;
  }

  next(): Py {
    if (this.#selected !== undefined) {
      const found = this.#selected;
      this.#selected = undefined;
      return found;
    }
    const found = this.#items[this.#at];
    if (found === undefined || this.#byName) raise("TypeError", "not enough arguments for format string");
    this.#at += 1;
    return found;
  }

  finish(): void {
    const mapping = this.#given instanceof PyDict || Array.isArray(this.#given);
    if (!this.#byName && !mapping && this.#at < this.#items.length) {
      if (this.#given instanceof Undefined) this.#given.fail();
      raise("TypeError", "not all arguments converted during string formatting");
    }
  }
}

function convert(value: Py, directive: Directive, safe: boolean, rt: Runtime): string {
  const { conversion } = directive;
  if ("srac".includes(conversion)) return textual(value, directive, safe, rt);
  if (!"diuoxXeEfFgG".includes(conversion)) {
    const code = conversion.codePointAt(0) ?? 0;
    raise("ValueError", `unsupported format character '${conversion}' (0x${code.toString(16)})`);
  }
  if (value instanceof Undefined) value.fail();
  const number = asNumber(value);
  if (number === undefined) {
    const kind = "oxX".includes(conversion) ? "an integer is required" : "a real number is required";
    if ("eEfFgG".includes(conversion)) raise("TypeError", `must be real number, not ${typeName(value)}`);
    raise("TypeError", `%${conversion} format: ${kind}, not ${typeName(value)}`);
  }
  return padNumber(numberDigits(number, directive, typeName(value)), directive);
}

function textual(value: Py, directive: Directive, safe: boolean, rt: Runtime): string {
  let text: string;
  if (directive.conversion === "s") text = safe ? escapeValue(value, rt.budget).text : str(value, rt.budget);
  else if (directive.conversion === "c") text = character(value);
  else {
    text = directive.conversion === "r" ? repr(value, rt.budget) : asciiRepr(value, rt.budget);
    if (safe) text = escapeText(text);
  }
  if (directive.precision !== undefined && directive.conversion !== "c") {
    text = Array.from(text).slice(0, directive.precision).join("");
  }
  const fill = " ".repeat(Math.max(0, directive.width - codePointCount(text)));
  return directive.flags.includes("-") ? text + fill : fill + text;
}

function character(value: Py): string {
  const text = asText(value);
  if (text !== undefined && codePointCount(text) === 1) return text;
  const code = asInteger(value);
  if (code === undefined) raise("TypeError", "%c requires int or char");
  if (code < 0n || code > 0x10ffffn) raise("OverflowError", "%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(code));
}

interface Digits {
  readonly negative: boolean;
  readonly prefix: string;
  readonly digits: string;
}

function numberDigits(number: Num, directive: Directive, kind: string): Digits {
  const { conversion } = directive;
  if ("eEfFgG".includes(conversion)) return floatDigits(toFloat(number), directive);
  if (typeof number === "number" && "oxX".includes(conversion)) {
    raise("TypeError", `%${conversion} format: an integer is required, not ${kind}`);
  }
  const integer = typeof number === "number" ? truncate(number) : number;
  const size = integer < 0n ? -integer : integer;
  const alternate = directive.flags.includes("#");
  const radix = conversion === "o" ? 8 : conversion === "x" || conversion === "X" ? 16 : 10;
  const plain = radix === 10 ? integerText(size) : size.toString(radix);
  const digits = plain.padStart(directive.precision ?? 0, "0");
  const prefix = !alternate || radix === 10 ? "" : radix === 8 ? "0o" : "0x";
  return {
    negative: integer < 0n,
    prefix: conversion === "X" ? prefix.toUpperCase() : prefix,
    digits: conversion === "X" ? digits.toUpperCase() : digits,
  };
}

function floatDigits(number: number, directive: Directive): Digits {
  const negative = number < 0 || Object.is(number, -0);
  const size = Math.abs(number);
  const { conversion, precision = 6 } = directive;
  const alternate = directive.flags.includes("#");
  const lower = conversion.toLowerCase();
  let digits: string;
  if (Number.isNaN(number)) digits = "nan";
  else if (!Number.isFinite(number)) digits = "inf";
  else if (lower === "f") digits = fixed(size, precision) + (alternate && precision === 0 ? "." : "");
  else if (lower === "e") digits = scientific(size, precision, alternate);
  else digits = general(size, precision, alternate);
  return { negative, prefix: "", digits: conversion === lower ? digits : digits.toUpperCase() };
}

function padNumber({ negative, prefix, digits }: Digits, { flags, width }: Directive): string {
  const sign = negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const missing = Math.max(0, width - sign.length - prefix.length - digits.length);
  if (flags.includes("-")) return sign + prefix + digits + " ".repeat(missing);
  if (flags.includes("0")) return sign + prefix + "0".repeat(missing) + digits;
  return " ".repeat(missing) + sign + prefix + digits;
}
