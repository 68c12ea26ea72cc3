import { type KeyRef, type KeyService, type KeyState, keyStates } from "@salina/api";
import { globMatcher, sortedIds } from "@salina/targeting";
import type { Value, ValueMap } from "@salina/wire";

/** Names of the lists of keys, in the order in which stock's key tool gives them. */
export const keyLists: ReadonlyMap<KeyState, string> = new Map([
  ["accepted", "minions"],
  ["pending", "minions_pre"],
  ["rejected", "minions_rejected"],
  ["denied", "minions_denied"],
]);

/** Ids, or what is known of each, by the name of the list that they are in. */
export type ByList<T> = Map<string, T>;

/**
 * Keys whose ids are meant: a glob, several with commas between them, or a list of globs.
 * @source salt/key.py, Key.name_match
 */
export async function matchedKeys(keys: Pick<KeyService, "match">, globs: readonly string[]): Promise<KeyRef[]> {
  const found = await keys.match(globs, keyStates);
  return [...keyLists.keys()].flatMap((state) => found.filter((ref) => ref.state === state));
}

/** The ids of each list that has any. */
export function idsByList(refs: readonly KeyRef[]): ByList<string[]> {
  const lists: ByList<string[]> = new Map();
  for (const { id, state } of refs) {
    const name = keyLists.get(state) ?? state;
    lists.set(name, [...(lists.get(name) ?? []), id]);
  }
  return lists;
}

/**
 * Keys that a caller names by list and id. What is in no list of ours is left out: a name never becomes a path.
 * @throws Error where an entry is no list of texts
 */
export function namedKeys(lists: ValueMap, states: readonly KeyState[]): KeyRef[] {
  return states.flatMap((state) =>
    textsOf(lists.get(keyLists.get(state) ?? "") ?? []).map((id): KeyRef => ({ id, state })),
  );
}

/**
 * Where the keys that a caller has named are now.
 * @source salt/key.py, Key.dict_match
 */
export async function whereNow(keys: Pick<KeyService, "match">, lists: ValueMap): Promise<ByList<string[]>> {
  const now = await matchedKeys(keys, ["*"]);
  const found: ByList<string[]> = new Map();
  for (const named of lists.values()) {
    for (const id of sortedIds(textsOf(named))) {
      const matches = globMatcher(id);
      for (const [state, name] of keyLists) {
        if (!now.some((ref) => ref.state === state && matches(ref.id))) continue;
        found.set(name, [...(found.get(name) ?? []), id]);
      }
    }
  }
  return found;
}

/** `web*,db1`, or a list. @throws Error for anything else */
export function globsOf(match: Value): readonly string[] {
  return typeof match === "string" ? match.split(",") : textsOf(match);
}

function textsOf(value: Value): readonly string[] {
  const items = Array.isArray(value) ? value : [value];
  const texts = items
    .map((one) => (typeof one === "number" ? String(one) : one))
    .filter((one) => typeof one === "string");
  if (texts.length !== items.length) throw new Error("'match': expected ids of minions");
  return texts;
}
