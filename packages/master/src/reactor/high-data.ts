import { isMap, type Value, type ValueMap } from "@salina/wire";

/**
 * What a template gave, with the file noted in each reaction and `local.test.ping` parted into state and function.
 * @throws Error where it is no high data
 * @source salt/utils/reactor.py, render_reaction; salt/state.py, Compiler.pad_funcs
 */
export function readHighData(rendered: Value, file: string): ValueMap {
  if (!isMap(rendered)) throw new Error("it gives no map of reactions");
  const high: ValueMap = new Map();
  for (const [id, body] of rendered) {
    const padded = typeof body === "string" && body.includes(".") ? shortForm(body) : body;
    if (!isMap(padded)) throw new Error(`the reaction '${String(id)}' is no map`);
    high.set(id, new Map([...(padded === body ? partedFunctions(padded) : padded), ["__sls__", file]]));
  }
  return high;
}

function shortForm(text: string): ValueMap {
  const dot = text.indexOf(".");
  return new Map<Value, Value>([[text.slice(0, dot), [text.slice(dot + 1)]]]);
}

/** A second one of the same kind in one reaction is left aside, and so is not run. */
function partedFunctions(body: ValueMap): ValueMap {
  const parted: ValueMap = new Map(body);
  const seen = new Set<string>();
  const keys = [...body.keys()].filter((key): key is string => typeof key === "string").sort();
  for (const key of keys) {
    const list = body.get(key);
    if (key.startsWith("_") || !Array.isArray(list)) continue;
    const dot = key.indexOf(".");
    if (dot < 0) {
      seen.add(key);
      continue;
    }
    const state = key.slice(0, dot);
    if (seen.has(state)) continue;
    parted.delete(key);
    parted.set(state, [...list, key.slice(dot + 1)]);
    seen.add(state);
  }
  return parted;
}

/**
 * What is wrong with reactions, in stock's words.
 * @source salt/state.py, Compiler.verify_high
 */
export function highDataErrors(high: ValueMap): readonly string[] {
  const errors: string[] = [];
  for (const [id, body] of high) {
    if (typeof id !== "string") {
      errors.push(`ID '${String(id)}' is not formed as a string. It may need to be quoted`);
      continue;
    }
    if (id.startsWith("__") || !isMap(body)) continue;
    const sls = String(body.get("__sls__"));
    for (const [state, run] of body) {
      if (typeof state !== "string") errors.push(`State '${id}' in SLS '${sls}' has a key that is not text`);
      else if (!state.startsWith("__")) errors.push(...stateErrors(id, state, run, sls));
    }
  }
  return errors;
}

function stateErrors(id: string, state: string, run: Value, sls: string): string[] {
  if (!Array.isArray(run)) return [`State '${id}' in SLS '${sls}' is not formed as a list`];
  const errors: string[] = [];
  const functions = run.filter((one): one is string => typeof one === "string");
  for (const one of functions) {
    if (one.trim().includes(" ")) {
      errors.push(
        `The function "${one}" in state "${id}" in SLS "${sls}" has whitespace, a function with whitespace is not supported, perhaps this is an argument that is missing a ":"`,
      );
    }
  }
  const dotted = state.includes(".") ? [state.slice(state.indexOf(".") + 1)] : [];
  const all = [...dotted, ...functions];
  if (all.length === 0 && state !== "require" && state !== "watch") {
    errors.push(`No function declared in state '${id}' in SLS '${sls}'`);
  } else if (all.length > 1) {
    errors.push(
      `Too many functions declared in state '${id}' in SLS '${sls}'. Please choose one of the following: ${all.join(", ")}`,
    );
  }
  return errors;
}
