import type { Nodegroups } from "@salina/targeting";
import { isMap, pythonText, type Value } from "@salina/wire";

/** `nodegroups` of the config: each a compound expression, or a list of its words. */
export function readNodegroups(value: Value, onUnreadable: (name: string) => void = () => undefined): Nodegroups {
  const groups = new Map<string, string | readonly string[]>();
  if (!isMap(value)) return groups;
  for (const [key, definition] of value) {
    const name = pythonText(key);
    if (typeof definition === "string") groups.set(name, definition);
    else if (Array.isArray(definition) && definition.every(isWord)) groups.set(name, definition.map(pythonText));
    else onUnreadable(name);
  }
  return groups;
}

function isWord(value: Value): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint";
}
