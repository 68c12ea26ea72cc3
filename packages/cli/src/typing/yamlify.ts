import type { Value } from "@salina/wire";
import { strip } from "../python/text.js";
import { readYamlLine } from "./yaml-line.js";
import { NotYaml } from "./yaml-scalar.js";

/** Characters that no YAML stream may contain, the odd line ends, and the white space at which Salt stops reading. */
const keptAsText = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff](?![\udc00-\udfff])/;

/**
 * Types a command line argument the way Salt does: YAML 1.1, and in doubt the text itself.
 *
 * @source salt/utils/args.py, yamlify_arg (3006)
 */
export function yamlifyArgument(text: string): Value {
  const bare = strip(text);
  if (bare === "" || bare === "---" || bare === "...") return text;
  if (text.includes("_") && /^[0-9_]+$/.test(bare)) return text;
  if (hasUnreadable(text)) return text;
  if (text === "None") return null;
  const value = load(text);
  if (value === undefined) return text;
  if (text.includes("#")) return typeof value === "string" || value === null ? text : value;
  return keepable(value, text) ? value : text;
}

function hasUnreadable(text: string): boolean {
  for (const char of text) if (keptAsText.test(char)) return true;
  return false;
}

function load(text: string): Value | undefined {
  try {
    return readYamlLine(text);
  } catch (error) {
    if (error instanceof NotYaml) return undefined;
    throw error;
  }
}

function keepable(value: Value, text: string): boolean {
  if (value instanceof Map) return text.startsWith("{");
  if (Array.isArray(value)) return text.startsWith("[");
  if (value === "") return text !== "|" && text !== "!";
  return !(value === null && text === "!");
}
