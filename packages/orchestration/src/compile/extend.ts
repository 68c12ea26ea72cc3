import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { findIds } from "./find-ids.js";
import { firstEntry, type HighData, isOwnKey, requisiteKeywords } from "./high-data.js";

/**
 * Puts what extends an id into it.
 * @returns errors
 * @source salt/state.py, State.reconcile_extend
 */
export function reconcileExtend(high: HighData, strict: boolean): string[] {
  const extensions = high.get("__extend__");
  high.delete("__extend__");
  const errors: string[] = [];
  for (const extension of Array.isArray(extensions) ? extensions : [])
    if (isMap(extension)) for (const [name, body] of extension) extendOne(high, name, body, { strict, errors });
  return errors;
}

function extendOne(
  high: HighData,
  name: Value,
  body: Value,
  { strict, errors }: { readonly strict: boolean; readonly errors: string[] },
): void {
  if (!isMap(body)) return;
  const sls = body.get("__sls__") ?? "base";
  const saltenv = body.get("__env__") ?? "base";
  const first = [...body.keys()].find((key) => !isOwnKey(key));
  if (typeof first !== "string") {
    errors.push(`Extension name '${pythonText(name)}' in SLS '${pythonText(sls)}' names no state`);
    return;
  }
  const own = high.get(name);
  let id = name;
  if (!isMap(own) || !own.has(first)) {
    const ids = findIds(name, first, high, strict);
    if (ids.length !== 1) {
      const [what, env, at] = [name, saltenv, sls].map(pythonText);
      errors.push(
        `Cannot extend ID '${what}' in '${env}:${at}'. It is not part of the high state.\nThis is likely due to a missing include statement or an incorrectly typed ID.\nEnsure that a state with an ID of '${what}' is available\nin environment '${env}' and to SLS '${at}'`,
      );
      return;
    }
    id = ids[0]?.[0] ?? name;
  }
  if (excludedSls(high).includes(body.get("__sls__") ?? null)) return;
  const target = high.get(id);
  if (!isMap(target)) return;
  for (const [state, args] of body) {
    if (isOwnKey(state)) continue;
    // Stock ends with a traceback, or takes each letter of a text for a function.
    if (target.has(state) && !Array.isArray(args))
      errors.push(`State '${pythonText(name)}' in SLS '${pythonText(sls)}' is not formed as a list`);
    else extendState(target, state, args);
  }
}

function excludedSls(high: HighData): readonly Value[] {
  const exclude = high.get("__exclude__");
  return (Array.isArray(exclude) ? exclude : []).flatMap((one) => {
    if (typeof one === "string") return [one];
    const sls = isMap(one) ? one.get("sls") : undefined;
    return sls === undefined || sls === null || sls === "" ? [] : [sls];
  });
}

function extendState(target: ValueMap, state: Value, args: Value): void {
  const known = target.get(state);
  if (!Array.isArray(known) || !Array.isArray(args)) {
    if (known === undefined) target.set(state, args);
    return;
  }
  for (const arg of args) if (!replaced(known, arg)) known.push(arg);
}

/** A function takes the place of the function, an argument that of the argument; requisites are added to. */
function replaced(known: Value[], arg: Value): boolean {
  let done = false;
  for (const [at, old] of known.entries()) {
    if (typeof arg === "string" && typeof old === "string") {
      known[at] = arg;
      done = true;
      continue;
    }
    if (!isMap(arg) || !isMap(old)) continue;
    const [key, value] = firstEntry(arg) ?? ["", null];
    const [oldKey, oldValue] = firstEntry(old) ?? [null, null];
    if (key === oldKey) {
      const isRequisite = typeof key === "string" && requisiteKeywords.has(key);
      if (isRequisite && Array.isArray(oldValue) && Array.isArray(value)) oldValue.push(...value);
      else known[at] = arg;
      done = true;
    }
    if (key === "name" && oldKey === "names") known[at] = arg;
  }
  return done;
}
