import type { Value } from "@salina/wire";
import { readPlain } from "@salina/yaml";

export type ConfigValues = ReadonlyMap<string, Value>;

/**
 * Finds the wanted keys of a config file without a YAML library, which would take longer to load than a whole command
 * may last. It knows `key: scalar`, and one level of `key: scalar` below a key.
 *
 * @returns undefined when the file holds anything it does not know for sure: then a library has to read it
 */
export function readTopLevel(text: string, wanted: ReadonlySet<string>): ConfigValues | undefined {
  const found = new Map<string, Value>();
  let parent: { name: string; indent: number | null } | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (/^ *(?:#.*)?$/.test(line) || /^---\s*$/.test(line)) continue;
    const nested = /^( +)(.*)$/.exec(line);
    if (nested) {
      if (parent === null) continue;
      const [, blanks = "", content = ""] = nested;
      parent.indent ??= blanks.length;
      if (blanks.length > parent.indent) continue;
      const entry = readEntry(content);
      if (entry === undefined || blanks.length < parent.indent) return undefined;
      const path = `${parent.name}:${entry.key}`;
      if (!wanted.has(path)) continue;
      if (entry.value === undefined || found.has(path)) return undefined;
      found.set(path, entry.value);
      continue;
    }
    parent = null;
    if (/^- /.test(line)) continue;
    const entry = readEntry(line);
    if (entry === undefined) return undefined;
    const isParent = [...wanted].some((name) => name.startsWith(`${entry.key}:`));
    if (!wanted.has(entry.key) && !isParent) continue;
    if (isParent) {
      const members = jsonMembers(line.slice(entry.key.length + 1));
      if (members) {
        for (const [name, value] of members) {
          const path = `${entry.key}:${name}`;
          if (!wanted.has(path)) continue;
          if (found.has(path) || typeof value === "object") return undefined;
          found.set(path, value as Value);
        }
        continue;
      }
      if (entry.value !== null || entry.written !== "") return undefined;
      parent = { name: entry.key, indent: null };
    } else {
      // Nothing on the line: the value may follow on the next ones.
      if (entry.value === undefined || entry.written === "" || found.has(entry.key)) return undefined;
      found.set(entry.key, entry.value);
    }
  }
  return found;
}

/** A map on one line as programs write it. JSON is YAML. */
function jsonMembers(text: string): [string, unknown][] | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return null;
  }
}

interface Entry {
  readonly key: string;
  readonly written: string;
  /** Undefined: not a scalar on one line. */
  readonly value: Value | undefined;
}

function readEntry(line: string): Entry | undefined {
  const match = /^([A-Za-z_][\w.-]*):(?:[ \t]+(.*))?$/.exec(line);
  if (!match) return undefined;
  const [, key = "", rest = ""] = match;
  const written = rest.replace(/(?:^|\s)#.*$/, "").trimEnd();
  return { key, written, value: readScalar(rest.trim(), written.trim()) };
}

function readScalar(rest: string, written: string): Value | undefined {
  const quoted = /^'([^']*)'(?:\s+#.*)?$/.exec(rest) ?? /^"([^"\\]*)"(?:\s+#.*)?$/.exec(rest);
  if (quoted) return quoted[1] ?? "";
  if (/^[-?:,[\]{}&*!|>'"%@`]/.test(written) && !/^[-:?][^ ]/.test(written)) return undefined;
  if (/: |:$/.test(written)) return undefined;
  return readPlain(written);
}
