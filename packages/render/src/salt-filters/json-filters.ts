import { Float, isMap, type Value } from "@salina/wire";
import { floatValue } from "@salina/yaml";
import jmespath from "jmespath";
import { writeJson } from "../json/write-json.js";
import type { Filter } from "../values.js";
import { define, isTrue, numberOf, scalarText, textArg } from "./define.js";
import { toBytes } from "./text-filters.js";

/** Text in lists and maps becomes bytes. Salt's `json_decode_*` are the same function. */
function encoded(value: Value): Value {
  if (typeof value === "string") return toBytes(value);
  if (Array.isArray(value)) return value.map(encoded);
  return isMap(value) ? new Map([...value].map(([key, one]) => [encoded(key), encoded(one)])) : value;
}

/** Plain data without a prototype, so that no name in an expression finds more than is there. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Float) return value.value;
  if (typeof value === "bigint") return Number(value);
  if (!isMap(value)) return value;
  const made: Record<string, unknown> = Object.create(null);
  for (const [key, one] of value) made[scalarText(key)] = plain(one);
  return made;
}

function fromPlain(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isInteger(value) ? value : floatValue(value);
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "object" || value === null) return null;
  return new Map(Object.entries(value).map(([key, one]) => [key, fromPlain(one)]));
}

const indentOf = (value: Value | undefined): number | string | null =>
  typeof value === "string" ? value : (numberOf(value) ?? null);

/** @source salt/utils/jinja.py, tojson; salt/utils/data.py */
export const jsonFilters: ReadonlyMap<string, Filter> = new Map([
  [
    "tojson",
    define(
      "tojson",
      [
        ["indent", null],
        ["sort_keys", false],
        ["ensure_ascii", true],
      ],
      (value, indent, sort, ascii) => {
        const text = writeJson(value, { indent: indentOf(indent), sortKeys: isTrue(sort), ensureAscii: isTrue(ascii) });
        return text.replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
      },
    ),
  ],
  [
    "json_query",
    define("json_query", ["expr"], (value, expr) => fromPlain(jmespath.search(plain(value), textArg(expr, "expr")))),
  ],
  ...["json_decode_dict", "json_encode_dict", "json_decode_list", "json_encode_list"].map((name): [string, Filter] => [
    name,
    define(name, [], encoded),
  ]),
]);
