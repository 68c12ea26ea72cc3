import { isMap, type Value } from "@salina/wire";
import { firstEntry, type HighData, statesOf } from "./high-data.js";

/**
 * The ids that a name means for a state: the id itself, or those of which an argument has it as its value.
 * @source salt/state.py, find_name
 */
export function findIds(
  name: Value,
  state: string,
  high: HighData,
  strict: boolean,
): readonly (readonly [Value, string])[] {
  const own = high.get(name);
  if (own !== undefined && (!strict || (isMap(own) && own.has(state)))) return [[name, state]];
  const bodies = [...high].filter((entry): entry is [Value, Map<Value, Value>] => isMap(entry[1]));
  if (state === "sls")
    return bodies
      .filter(([, body]) => body.get("__sls__") === name)
      .map(([id, body]) => [id, String(firstEntry(body)?.[0] ?? "")]);
  return bodies.flatMap(([id, body]) => {
    const args = body.get(state);
    const meant = (Array.isArray(args) ? args : []).filter(
      (arg) => isMap(arg) && arg.size === 1 && firstEntry(arg)?.[1] === name,
    );
    return meant.map(() => [id, state] as const);
  });
}

/** All states of an SLS. @source salt/state.py, find_sls_ids */
export function idsOfSls(sls: Value, high: HighData): readonly (readonly [Value, string])[] {
  return [...high].flatMap(([id, body]) =>
    isMap(body) && body.get("__sls__") === sls ? statesOf(body).map(([state]) => [id, state] as const) : [],
  );
}
