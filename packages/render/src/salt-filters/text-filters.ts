import { createHash } from "node:crypto";
import { globMatcher } from "@salina/targeting";
import { Float, isMap, utf8, type Value } from "@salina/wire";
import { escaped, floatValue, writeYaml } from "@salina/yaml";
import type { Filter } from "../values.js";
import { define, isTrue, listArg, scalarText, textArg, typeName } from "./define.js";
import { pythonPattern } from "./python-pattern.js";

const text = (value: Value | undefined) => textArg(value, "the value");

/** @source salt/utils/stringutils.py; salt/utils/jinja.py; salt/utils/yamlencoding.py */
export const textFilters: ReadonlyMap<string, Filter> = new Map([
  [
    "to_bytes",
    define(
      "to_bytes",
      [
        ["encoding", null],
        ["errors", "strict"],
      ],
      (value) => toBytes(value),
    ),
  ],
  ["to_num", define("to_num", [], toNum)],
  ["str_to_num", define("to_num", [], toNum)],
  ["is_hex", define("is_hex", [], (value) => typeof value === "string" && isHex(value))],
  ["contains_whitespace", define("contains_whitespace", [], (value) => [...text(value)].some(isSpace))],
  [
    "human_to_bytes",
    define(
      "human_to_bytes",
      [
        ["default_unit", "B"],
        ["handle_metric", false],
      ],
      (value, unit, metric) => humanToBytes(scalarText(value), text(unit), isTrue(metric)),
    ),
  ],
  [
    "check_whitelist_blacklist",
    define(
      "check_whitelist_blacklist",
      [
        ["whitelist", null],
        ["blacklist", null],
      ],
      (value, white, black) => checkLists(text(value), patternsOf(white), patternsOf(black)),
    ),
  ],
  ["to_snake_case", define("to_snake_case", [], (value) => toSnakeCase(text(value)))],
  [
    "to_camelcase",
    define("to_camelcase", [["uppercamel", false]], (value, upper) => {
      const [first = "", ...rest] = text(value).split("_");
      return (isTrue(upper) ? capitalize(first) : first) + rest.map(capitalize).join("");
    }),
  ],
  ["quote", define("quote", [], (value) => shellQuote(text(value)))],
  ["uuid", define("uuid", [], (value) => uuid5(typeof value === "string" ? value : text(value)))],
  ["skip", define("skip", [], () => "")],
  ["sequence", define("sequence", [], (value) => (Array.isArray(value) || isMap(value) ? value : [value]))],
  ["to_bool", define("to_bool", [], toBool)],
  ["yaml_dquote", define("yaml_dquote", [], (value) => doubleQuoted(scalarText(value)))],
  ["yaml_squote", define("yaml_squote", [], (value) => singleQuoted(scalarText(value)))],
  ["yaml_encode", define("yaml_encode", [], yamlEncode)],
]);

/** Python's `isspace`. */
const isSpace = (char: string) => /[\s\x85]/.test(char) || (char >= "\x1c" && char <= "\x1f");

export function toBytes(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return utf8(value);
  throw new TypeError(`expected str, bytearray, or bytes, not ${typeName(value)}`);
}

const spaces = "[ \\t\\n\\r\\f\\v]*";
const intText = new RegExp(`^${spaces}([-+]?)(\\d+(?:_\\d+)*)${spaces}$`);
const floatText = new RegExp(
  `^${spaces}([-+]?)(?:(inf(?:inity)?|nan)|((?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:[eE][-+]?\\d+)?))${spaces}$`,
  "i",
);

/** @source salt/utils/stringutils.py, to_num */
export function toNum(value: Value): Value {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return Math.trunc(value);
  if (value instanceof Float) return Math.trunc(value.value);
  if (typeof value !== "string") {
    if (typeof value === "bigint") return value;
    throw new TypeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    );
  }
  const whole = intText.exec(value);
  if (whole) {
    const big = BigInt((whole[2] ?? "").replaceAll("_", "")) * (whole[1] === "-" ? -1n : 1n);
    return Number.isSafeInteger(Number(big)) ? Number(big) : big;
  }
  const real = floatText.exec(value);
  if (!real) return value;
  const sign = real[1] === "-" ? -1 : 1;
  if (real[2] !== undefined) return sign * (real[2].toLowerCase() === "nan" ? Number.NaN : Number.POSITIVE_INFINITY);
  return floatValue(sign * Number((real[3] ?? "").replaceAll("_", "")));
}

function isHex(value: string): boolean {
  return new RegExp(`^${spaces}[-+]?(?:0[xX]_?)?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*${spaces}$`).test(value);
}

function humanToBytes(size: string, defaultUnit: string, metric: boolean): Value {
  const found = /^([0-9.]*)\s*(.*)$/.exec(size.trim());
  const value = toNum(found?.[1] ?? "");
  const unit = (found?.[2] ?? "").toLowerCase() || defaultUnit.toLowerCase();
  if (typeof value === "string") return 0;
  const decimal = /^[kmgtpezy]b$/.test(unit) && metric;
  if (!/^(?:[kmgtpezy]b|b|[kmgtpezy](?:ib)?)$/.test(unit)) return 0;
  const power = "bkmgtpezy".indexOf(unit[0] ?? "b");
  const factor = decimal ? 10n ** BigInt(power * 3) : 2n ** BigInt(power * 10);
  const bytes =
    typeof value === "bigint" || Number.isInteger(value)
      ? BigInt(value as number | bigint) * factor
      : BigInt(Math.trunc((value instanceof Float ? value.value : Number(value)) * Number(factor)));
  return Number.isSafeInteger(Number(bytes)) ? Number(bytes) : bytes;
}

function patternsOf(value: Value | undefined): readonly string[] {
  if (!isTrue(value)) return [];
  return typeof value === "string" ? [value] : listArg(value, "a list of patterns").map((one) => text(one));
}

function checkLists(value: string, white: readonly string[], black: readonly string[]): boolean {
  if (black.some((pattern) => matchesEither(value, pattern))) return false;
  return white.length === 0 || white.some((pattern) => matchesEither(value, pattern));
}

/** A glob, else a pattern for the whole value. @source salt/utils/stringutils.py, expr_match */
function matchesEither(value: string, pattern: string): boolean {
  if (globMatcher(pattern)(value)) return true;
  try {
    return pythonPattern(`\\A(?:${pattern})\\Z`, false, false).engine.matcher(value).find();
  } catch {
    return false;
  }
}

const isUpper = (char: string | undefined) => char !== undefined && /\p{Lu}/u.test(char);
const isLower = (char: string | undefined) => char !== undefined && /\p{Ll}/u.test(char);

function toSnakeCase(camel: string): string {
  const letters = [...camel];
  if (letters.length === 0) throw new RangeError("string index out of range");
  return letters
    .map((letter, n) => {
      const starts = n > 0 && isUpper(letter) && (isLower(letters[n - 1]) || isLower(letters[n + 1]));
      return (starts ? "_" : "") + letter.toLowerCase();
    })
    .join("");
}

function capitalize(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

function shellQuote(value: string): string {
  if (value === "") return "''";
  return /[^\w@%+=:,./-]/.test(value) ? `'${value.replaceAll("'", "'\"'\"'")}'` : value;
}

/** Salt's own name space. @source salt/utils/jinja.py, GLOBAL_UUID */
const nameSpace = Buffer.from("91633EBF1C865E33935A28061F4B480E", "hex");

function uuid5(name: string): string {
  const hash = createHash("sha1").update(nameSpace).update(name, "utf8").digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function toBool(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return ["yes", "1", "true"].includes(value.toLowerCase());
  if (typeof value === "bigint") return value > 0n;
  if (typeof value === "number" && Number.isInteger(value)) return value > 0;
  if (Array.isArray(value)) return value.length > 0;
  return isMap(value) && value.size > 0;
}

/** These two are written by PyYAML's own emitter, in ASCII and on one line. */
function doubleQuoted(value: string): string {
  const body = [...value].map((char) => (char > "~" ? asciiEscape(char) : escaped(char))).join("");
  return `"${body}"`;
}

function asciiEscape(char: string): string {
  const short = new Map([
    ["\x85", "\\N"],
    ["\xa0", "\\_"],
    ["\u2028", "\\L"],
    ["\u2029", "\\P"],
  ]).get(char);
  if (short !== undefined) return short;
  const point = char.codePointAt(0) ?? 0;
  const hex = point.toString(16).toUpperCase();
  if (point <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return point <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", "''").replace(/[\n\x85\u2028\u2029]+/g, (run) => (run.startsWith("\n") ? `\n${run}` : run))}'`;
}

function yamlEncode(value: Value): string {
  if (Array.isArray(value) || isMap(value)) {
    throw new TypeError(`yaml_encode() only works with YAML scalar data; failed for <class '${typeName(value)}'>`);
  }
  if (typeof value === "string") return doubleQuoted(value);
  if (value instanceof Uint8Array)
    return Buffer.from(value)
      .toString("base64")
      .replace(/.{1,76}/g, "$&\n");
  return writeYaml(value).trimEnd();
}
