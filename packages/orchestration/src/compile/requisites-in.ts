import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { reconcileExtend } from "./extend.js";
import { findIds, idsOfSls } from "./find-ids.js";
import { argumentNames, firstEntry, type HighData, isOwnKey, listAt, mapAt, statesOf } from "./high-data.js";

const kinds = new Set(["require_in", "watch_in", "onfail_in", "onchanges_in", "use", "use_in", "prereq", "prereq_in"]);
/** What `use` does not take over. */
const notUsed = new Set([...kinds, "require", "watch", "onfail", "onfail_stop", "onchanges", "name", "names"]);

interface From {
  readonly id: Value;
  readonly state: string;
  readonly body: ValueMap;
  readonly kind: string;
}

/**
 * Writes `require_in` and the like into those that they name, `prereq` as `prerequired` into the other side, and what
 * `use` takes over.
 * @returns errors
 * @source salt/state.py, State.requisite_in
 */
export function applyRequisitesIn(high: HighData): string[] {
  const extend: ValueMap = new Map();
  const errors: string[] = [];
  for (const [id, body] of high) {
    if (!isMap(body)) continue;
    for (const [state, args] of statesOf(body)) {
      for (const arg of args) {
        const [kind, items] = (isMap(arg) && firstEntry(arg)) || ["", null];
        if (typeof kind !== "string" || !kinds.has(kind)) continue;
        const from: From = { id, state, body, kind };
        if (isMap(items)) for (const [module, name] of items) addRequisite(extend, [name, module], from, errors);
        if (Array.isArray(items)) eachOf(high, items, from, { extend, errors });
      }
    }
  }
  high.set(
    "__extend__",
    [...extend].map((entry) => new Map([entry])),
  );
  return [...errors, ...reconcileExtend(high, true)];
}

function eachOf(
  high: HighData,
  items: readonly Value[],
  from: From,
  { extend, errors }: { readonly extend: ValueMap; readonly errors: string[] },
): void {
  // As in stock each item goes over those before it again.
  let named: (readonly [Value, string])[] = [];
  for (const item of items) {
    const wanted = isMap(item) ? firstEntry(item) : byIdOrName(high, item);
    if (!wanted) continue;
    const [module, name] = [pythonText(wanted[0]), wanted[1]];
    if (module === "sls") named = [...idsOfSls(name, high)];
    else named.push([name, module]);
    if (module.includes(".")) errors.push(dotted(from, module, name));
    for (const [one, state] of named) applyOne(high, [one, state], from, { extend, errors });
  }
}

function applyOne(
  high: HighData,
  [name, module]: readonly [Value, string],
  from: From,
  { extend, errors }: { readonly extend: ValueMap; readonly errors: string[] },
): void {
  const { id, state, kind } = from;
  switch (kind) {
    case "prereq":
      for (const [other, its] of findIds(name, module, high, true))
        listAt(mapAt(extend, other), its).push(new Map([["prerequired", [new Map([[state, id]])]]]));
      return;
    case "use_in":
      for (const [other, its] of findIds(name, module, high, true))
        copyArguments(high, [id, state], listAt(mapAt(extend, other), its), argumentNames(high, other, module));
      return;
    case "use":
      for (const [other, its] of findIds(name, module, high, true))
        copyArguments(high, [other, its], listAt(mapAt(extend, id), state), argumentNames(high, id, state));
      return;
    case "prereq_in":
      listAt(mapAt(extend, id), state).push(new Map([["prerequired", [new Map([[module, name]])]]]));
      break;
  }
  addRequisite(extend, [name, module], from, errors, false);
}

function copyArguments(
  high: HighData,
  [id, state]: readonly [Value, string],
  into: Value[],
  own: ReadonlySet<Value>,
): void {
  const body = high.get(id);
  const args = isMap(body) ? body.get(state) : undefined;
  for (const arg of Array.isArray(args) ? args : []) {
    const key = isMap(arg) && arg.size === 1 ? firstEntry(arg)?.[0] : undefined;
    if (typeof key === "string" && !notUsed.has(key) && !own.has(key)) into.push(arg);
  }
}

/** `require_in: [{test: b}]` in `a` is `require: [{test: a}]` in `b`. */
function addRequisite(
  extend: ValueMap,
  [name, given]: readonly [Value, Value],
  from: From,
  errors: string[],
  tellDots = true,
): void {
  const rkey = from.kind.split("_")[0] ?? "";
  let module = pythonText(given);
  if (module.includes(".")) {
    if (tellDots) errors.push(dotted(from, module, name));
    if (tellDots) module = module.split(".")[0] ?? "";
  }
  const entry = mapAt(extend, name);
  const args = listAt(entry, module);
  entry.set("__env__", from.body.get("__env__") ?? null);
  entry.set("__sls__", from.body.get("__sls__") ?? null);
  const me = new Map([[from.state, from.id]]);
  const known = args.find((arg) => isMap(arg) && firstEntry(arg)?.[0] === rkey);
  const list = isMap(known) ? known.get(rkey) : undefined;
  if (Array.isArray(list)) list.push(me);
  else args.push(new Map([[rkey, [me]]]));
}

function dotted({ kind, body }: From, module: string, name: Value): string {
  const rkey = kind.split("_")[0] ?? "";
  const meant = module.slice(0, module.indexOf("."));
  return `Invalid requisite in ${rkey}: ${module} for ${pythonText(name)}, in SLS '${pythonText(body.get("__sls__") ?? null)}'. Requisites must not contain dots, did you mean '${meant}'?`;
}

/** A bare text: an id, or what a state is named. */
function byIdOrName(high: HighData, item: Value): readonly [Value, Value] | undefined {
  const body = high.get(item);
  if (isMap(body)) {
    const state = [...body.keys()].find((key) => !isOwnKey(key));
    return state === undefined ? undefined : [state, item];
  }
  for (const [id, one] of high) {
    if (!isMap(one)) continue;
    for (const [state, args] of statesOf(one))
      if (args.some((arg) => isMap(arg) && arg.get("name") === item)) return [state, id];
  }
  return undefined;
}
