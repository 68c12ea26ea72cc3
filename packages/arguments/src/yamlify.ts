import { strip, type Value } from "@salina/wire";
import { readYaml, YamlFault } from "@salina/yaml";

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

/** Characters that no YAML stream may contain, odd line ends, and the white space at which Salt stops reading. */
function hasUnreadable(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff)) return true;
    if ([0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff].includes(code)) return true;
  }
  return false;
}

function load(text: string): Value | undefined {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof YamlFault) return undefined;
    throw error;
  }
}

function keepable(value: Value, text: string): boolean {
  if (value instanceof Map) return text.startsWith("{");
  if (Array.isArray(value)) return text.startsWith("[");
  if (value instanceof Uint8Array) return false;
  if (value === "") return text !== "|" && text !== "!";
  return !(value === null && text === "!");
}
