import { pythonFloat } from "@salina/wire";
import { raise } from "../errors.js";
import { toFloat } from "../objects/arithmetic.js";
import { codePointCount } from "../objects/iterate.js";
import { integerText, str } from "../objects/repr.js";
import { asNumber, asText, type Py, type Runtime, typeName, Undefined } from "../objects/types.js";
import { fixed, general, grouped, scientific } from "./number-text.js";

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const PATTERN = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([\s\S])?$/u;

/** Python's `format(value, spec)`. @source CPython Python/formatter_unicode.c */
export function formatValue(value: Py, specText: string, rt: Runtime): string {
  if (specText === "") return str(value, rt.budget);
  if (value instanceof Undefined) value.use();
  const spec = parse(specText, value);
  rt.budget.text(spec.width + (spec.precision ?? 0));
  const text = asText(value);
  if (text !== undefined) return formatText(text, spec);
  if (typeof value === "boolean" && spec.type === "")
    return formatText(value ? "True" : "False", { ...spec, type: "s" });
  const number = asNumber(value);
  if (number !== undefined) checkGrouping(spec);
  if (number === undefined) raise("TypeError", `unsupported format string passed to ${typeName(value)}.__format__`);
  if (typeof number === "bigint" && (spec.type === "" || "bcdoxXn".includes(spec.type)))
    return formatInteger(number, spec);
  if (spec.type !== "" && !"eEfFgGn%".includes(spec.type)) unknownType(spec.type, value);
  return formatFloat(toFloat(number), spec);
}

function parse(text: string, value: Py): Spec {
  const found = PATTERN.exec(text);
  if (found === null) raise("ValueError", `Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
  const [, fill, align, sign = "", , alternate, zero, width, grouping = "", precision, type = ""] = found;
  const numeric = asNumber(value) !== undefined;
  return {
    fill: fill ?? (zero === undefined ? " " : "0"),
    align: align ?? (zero !== undefined && numeric ? "=" : numeric ? ">" : "<"),
    sign,
    alternate: alternate !== undefined,
    width: Number(width ?? "0"),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
}

function checkGrouping({ grouping, type }: Spec): void {
  if (grouping === "" || type === "" || "deEfFgG%".includes(type)) return;
  if (grouping === "_" && "boxX".includes(type)) return;
  raise("ValueError", `Cannot specify '${grouping}' with '${type}'.`);
}

function unknownType(type: string, value: Py): never {
  return raise("ValueError", `Unknown format code '${type}' for object of type '${typeName(value)}'`);
}

function formatText(text: string, spec: Spec): string {
  if (spec.type !== "" && spec.type !== "s") unknownType(spec.type, text);
  if (spec.sign !== "") raise("ValueError", "Sign not allowed in string format specifier");
  if (spec.alternate) raise("ValueError", "Alternate form (#) not allowed in string format specifier");
  if (spec.align === "=") raise("ValueError", "'=' alignment not allowed in string format specifier");
  if (spec.grouping !== "") raise("ValueError", `Cannot specify '${spec.grouping}' with 's'.`);
  const cut = spec.precision === undefined ? text : Array.from(text).slice(0, spec.precision).join("");
  return pad("", cut, spec);
}

function formatInteger(number: bigint, spec: Spec): string {
  if (spec.precision !== undefined) raise("ValueError", "Precision not allowed in integer format specifier");
  const size = number < 0n ? -number : number;
  const { type } = spec;
  if (type === "c") {
    if (number < 0n || number > 0x10ffffn) raise("OverflowError", "%c arg not in range(0x110000)");
    return pad("", String.fromCodePoint(Number(number)), { ...spec, align: spec.align === "=" ? "<" : spec.align });
  }
  const radix = type === "b" ? 2 : type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
  if (radix !== 10 && spec.grouping === ",") raise("ValueError", `Cannot specify ',' with '${type}'.`);
  const plain = radix === 10 ? integerText(size) : size.toString(radix);
  const prefix = spec.alternate && radix !== 10 ? (radix === 2 ? "0b" : radix === 8 ? "0o" : "0x") : "";
  const every = radix === 10 ? 3 : 4;
  const made = assemble(signOf(number < 0n, spec) + prefix, plain, "", every, spec);
  return type === "X" ? made.toUpperCase() : made;
}

function formatFloat(number: number, spec: Spec): string {
  const negative = number < 0 || Object.is(number, -0);
  const size = Math.abs(number);
  const digits = floatDigits(size, spec);
  const upper = spec.type !== "" && spec.type === spec.type.toUpperCase() && spec.type !== "%";
  const found = /^(\d*)([\s\S]*)$/.exec(upper ? digits.toUpperCase() : digits);
  return assemble(signOf(negative, spec), found?.[1] ?? "", found?.[2] ?? "", 3, spec);
}

function floatDigits(size: number, spec: Spec): string {
  const percent = spec.type === "%" ? "%" : "";
  if (Number.isNaN(size)) return `nan${percent}`;
  if (!Number.isFinite(size)) return `inf${percent}`;
  const precision = spec.precision ?? 6;
  switch (spec.type.toLowerCase()) {
    case "f":
      return fixed(size, precision) + (spec.alternate && precision === 0 ? "." : "");
    case "e":
      return scientific(size, precision, spec.alternate);
    case "%":
      return `${fixed(size * 100, precision)}${spec.alternate && precision === 0 ? "." : ""}%`;
    case "":
      return spec.precision === undefined ? pythonFloat(size) : general(size, precision, spec.alternate, true);
    default:
      return general(size, precision, spec.alternate);
  }
}

function signOf(negative: boolean, spec: Spec): string {
  return negative ? "-" : spec.sign === "+" || spec.sign === " " ? spec.sign : "";
}

/** Sign and prefix, whole digits with their grouping, the rest; filled up to the width. */
function assemble(before: string, whole: string, rest: string, every: number, spec: Spec): string {
  if (spec.grouping === "") return pad(before, whole + rest, spec);
  let digits = grouped(whole, spec.grouping, every);
  if (spec.fill === "0" && spec.align === "=") {
    let zeros = whole;
    while (before.length + digits.length + rest.length < spec.width) {
      zeros = `0${zeros}`;
      digits = grouped(zeros, spec.grouping, every);
    }
  }
  return pad(before, digits + rest, spec);
}

function pad(before: string, body: string, spec: Spec): string {
  const missing = Math.max(0, spec.width - codePointCount(before) - codePointCount(body));
  const fill = (count: number): string => spec.fill.repeat(count);
  switch (spec.align) {
    case "=":
      return before + fill(missing) + body;
    case ">":
      return fill(missing) + before + body;
    case "^":
      return fill(missing >> 1) + before + body + fill(missing - (missing >> 1));
    default:
      return before + body + fill(missing);
  }
}
