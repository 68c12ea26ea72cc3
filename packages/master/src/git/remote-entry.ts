import { isMap, pythonText, type Value } from "@salina/wire";

/** One remote of a list in the config: its first word or words, and what it says besides. */
export interface RemoteEntry {
  readonly text: string;
  readonly parameters: ReadonlyMap<string, Value>;
}

/**
 * Reads `- https://...`, `- https://...: [{root: x}, {base: y}]` and `- https://...: {root: x}`.
 * @throws Error that names the place in the list, and the parameter
 */
export function remoteEntries(option: string, list: Value, known: readonly string[]): readonly RemoteEntry[] {
  if (!Array.isArray(list)) throw new Error(`${option}: expected a list of remotes`);
  return list.map((entry, at) => {
    const place = `${option}, entry ${at + 1}`;
    if (typeof entry === "string") return { text: entry, parameters: new Map() };
    const [[text, given] = [null, null]] = isMap(entry) && entry.size === 1 ? entry : [];
    if (typeof text !== "string") throw new Error(`${place}: expected a remote, or a map of one remote`);
    const parts = Array.isArray(given) ? given : [given ?? new Map<Value, Value>()];
    const parameters = new Map<string, Value>();
    for (const part of parts) {
      if (!isMap(part)) throw new Error(`${place}: expected parameters such as \`- root: states\``);
      for (const [key, value] of part) {
        const name = pythonText(key);
        if (!known.includes(name)) {
          throw new Error(`${place}: \`${name}\` is not supported; there is ${known.join(", ")}`);
        }
        parameters.set(name, value);
      }
    }
    return { text, parameters };
  });
}

/** Where a remote's own parameter is missing, the option for all of them counts. @throws Error */
export function textParameter({ text, parameters }: RemoteEntry, name: string, standard: string): string {
  const value = parameters.get(name) ?? standard;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "string") throw new Error(`${withoutLogin(text)}: \`${name}\` has to be text`);
  return value;
}

export function flagParameter({ parameters }: RemoteEntry, name: string, standard: boolean): boolean {
  const value = parameters.get(name);
  return typeof value === "boolean" ? value : standard;
}

export function listParameter(
  { parameters }: RemoteEntry,
  name: string,
  standard: readonly string[],
): readonly string[] {
  const value = parameters.get(name);
  if (value === undefined || value === null) return standard;
  return Array.isArray(value) ? value.map(pythonText) : [pythonText(value)];
}

/** For messages: what stands before the host may be a password. */
export function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@]*@/, "//");
}
