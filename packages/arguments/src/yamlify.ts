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
  if (/[\t\r\n]/.test(text)) return text;
  if (text === "None") return null;
  const value = load(text);
  if (value === undefined) return text;
  if (text.includes("#")) return typeof value === "string" || value === null ? text : value;
  return keepable(value, text) ? value : text;
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
