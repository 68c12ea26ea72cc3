import { isMap, type Value, type ValueMap } from "@salina/wire";

/**
 * High data: by id a map with `__sls__`, `__env__` and, by state module, a list of arguments with the function's name in it.
 * Beside the ids `__extend__` and `__exclude__`. Changed in place, as it is taken further and further apart.
 */
export type HighData = ValueMap;

export const requisiteKeywords: ReadonlySet<string> = new Set([
  ...["onchanges", "onchanges_any", "onfail", "onfail_any", "onfail_all", "onfail_stop", "prereq", "prerequired"],
  ...["watch", "watch_any", "require", "require_any", "listen"],
]);

export function isOwnKey(key: Value): boolean {
  return typeof key === "string" && key.startsWith("__");
}

/** The state modules of an id, with their arguments. */
export function statesOf(body: ValueMap): readonly (readonly [state: string, args: Value[]])[] {
  return [...body].flatMap(([key, args]) =>
    typeof key === "string" && !isOwnKey(key) && Array.isArray(args) ? [[key, args] as const] : [],
  );
}

/** A map's first entry. */
export function firstEntry(map: ValueMap): readonly [Value, Value] | undefined {
  return map.entries().next().value;
}

/** The keys of the arguments that have one key. */
export function argumentNames(high: HighData, id: Value, state: string): ReadonlySet<Value> {
  const body = high.get(id);
  const args = isMap(body) ? body.get(state) : undefined;
  const names = (Array.isArray(args) ? args : []).filter(isMap).filter((arg) => arg.size === 1);
  return new Set(names.map((arg) => firstEntry(arg)?.[0] ?? null));
}

/** The list at a key, made where there is none. */
export function listAt(map: ValueMap, key: Value): Value[] {
  const known = map.get(key);
  if (Array.isArray(known)) return known;
  const made: Value[] = [];
  map.set(key, made);
  return made;
}

export function mapAt(map: ValueMap, key: Value): ValueMap {
  const known = map.get(key);
  if (isMap(known)) return known;
  const made: ValueMap = new Map();
  map.set(key, made);
  return made;
}
