import { isMap, type Value, type ValueMap } from "@salina/wire";
import { messageOf } from "./compilation.js";

/** Decrypts what is within a value. @throws Error */
export type Decryptor = (value: Value) => Value;

/**
 * `decrypt_pillar`: the values under these keys are decrypted after everything is merged.
 * @source salt/pillar/__init__.py, decrypt_pillar
 */
export function decryptKeys(
  pillar: ValueMap,
  { keys, delimiter, renderer }: { readonly keys: Value; readonly delimiter: string; readonly renderer: string },
  decrypt: Decryptor,
): { readonly pillar: ValueMap; readonly errors: readonly string[] } {
  const wanted = readKeys(keys);
  if (wanted === null) return { pillar, errors: ["decrypt_pillar config option is malformed"] };
  const errors: string[] = [];
  let decrypted = pillar;
  for (const { key, renderer: named } of wanted) {
    const program = named ?? renderer;
    try {
      if (program !== "gpg") throw new Error(`'${program}' is not a valid decryption renderer. Valid choices are: gpg`);
      decrypted = changed(decrypted, key.split(delimiter), decrypt);
    } catch (error) {
      errors.push(`Failed to decrypt pillar key '${key}': ${messageOf(error)}`);
    }
  }
  return { pillar: decrypted, errors };
}

/** A list of keys, each by itself or with its renderer, or a map of both. */
function readKeys(keys: Value): readonly { readonly key: string; readonly renderer: string | null }[] | null {
  if (keys === null) return [];
  const entries = isMap(keys)
    ? [...keys]
    : Array.isArray(keys)
      ? keys.flatMap((one): [Value, Value][] => (isMap(one) ? [...one] : [[one, null]]))
      : null;
  if (!entries?.every(([key]) => typeof key === "string")) return null;
  return entries.map(([key, renderer]) => ({
    key: String(key),
    renderer: typeof renderer === "string" ? renderer : null,
  }));
}

/** A copy in which the value at a path is another; a path that is not there changes nothing. */
function changed(map: ValueMap, [first = "", ...rest]: readonly string[], change: (value: Value) => Value): ValueMap {
  const value = map.get(first);
  if (value === undefined) return map;
  if (rest.length === 0) return new Map(map).set(first, change(value));
  return isMap(value) ? new Map(map).set(first, changed(value, rest, change)) : map;
}
