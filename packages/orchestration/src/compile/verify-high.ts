import { Float, isMap, pyStr, pythonText, type Value, type ValueMap } from "@salina/wire";
import { firstEntry, type HighData, isOwnKey } from "./high-data.js";

/**
 * What is wrong with high data, in stock's words.
 * @source salt/state.py, State.verify_high
 */
export function verifyHigh(high: HighData): string[] {
  const errors: string[] = [];
  const requisites = new Map<Value, Known>();
  for (const [name, body] of high) {
    if (isOwnKey(name)) continue;
    const text = pythonText(name);
    if (typeof name !== "string")
      errors.push(
        `ID '${text}' in SLS '${slsOf(body)}' is not formed as a string, but is a ${typeName(name)}. It may need to be quoted.`,
      );
    if (!isMap(body)) {
      errors.push(`The type ${text} in ${pyStr(body)} is not formatted as a dictionary`);
      continue;
    }
    for (const [state, args] of body)
      if (!isOwnKey(state)) verifyState({ name, state: pythonText(state), body, errors, requisites }, args);
  }
  return errors;
}

/** By what a requisite names, its kind; and the state that has it. */
interface Known {
  readonly state: string;
  readonly wanted: Map<Value, Value>;
}

interface At {
  readonly name: Value;
  readonly state: string;
  readonly body: ValueMap;
  readonly errors: string[];
  readonly requisites: Map<Value, Known>;
}

function verifyState(at: At, args: Value): void {
  const { state, body, errors } = at;
  const name = pythonText(at.name);
  const sls = slsOf(body);
  if (args === null) {
    errors.push(
      `ID '${name}' in SLS '${sls}' contains a short declaration (${state}) with a trailing colon. When not passing any arguments to a state, the colon must be omitted.`,
    );
    return;
  }
  if (!Array.isArray(args)) {
    errors.push(`State '${name}' in SLS '${sls}' is not formed as a list`);
    return;
  }
  const functions = state.includes(".") ? [state.slice(state.indexOf(".") + 1)] : [];
  for (const arg of args) {
    if (typeof arg === "string") {
      functions.push(arg);
      if (arg.trim().includes(" "))
        errors.push(
          `The function "${arg}" in state "${name}" in SLS "${sls}" has whitespace, a function with whitespace is not supported, perhaps this is an argument that is missing a ":"`,
        );
    } else if (isMap(arg)) verifyArgument(at, arg);
  }
  if (functions.length === 0) {
    if (state !== "require" && state !== "watch")
      errors.push(`No function declared in state '${name}' in SLS '${sls}'`);
  } else if (functions.length > 1)
    errors.push(
      `Too many functions declared in state '${name}' in SLS '${sls}'. Please choose one of the following: ${functions.join(", ")}`,
    );
}

function verifyArgument(at: At, arg: ValueMap): void {
  const { errors, body, state, requisites } = at;
  const name = pythonText(at.name);
  const sls = slsOf(body);
  const [key, value] = firstEntry(arg) ?? ["", null];
  if (key === "names" && !Array.isArray(value))
    errors.push(`The 'names' argument in state '${name}' in SLS '${sls}' needs to be formed as a list`);
  if (typeof key !== "string" || !["require", "watch", "prereq", "onchanges"].includes(key)) return;
  if (!Array.isArray(value)) {
    errors.push(`The ${key} statement in state '${name}' in SLS '${sls}' needs to be formed as a list`);
    return;
  }
  requisites.set(at.name, { state, wanted: new Map() });
  for (const wanted of value) verifyRequisite(at, wanted);
  if (arg.size !== 1) errors.push(`Multiple dictionaries defined in argument of state '${name}' in SLS '${sls}'`);
}

function verifyRequisite({ name, state, body, errors, requisites }: At, wanted: Value): void {
  const sls = slsOf(body);
  if (typeof wanted !== "string" && !isMap(wanted)) {
    errors.push(`Requisite declaration ${pyStr(wanted)} in SLS ${sls} is not formed as a single key dictionary`);
    return;
  }
  const [module, value] = isMap(wanted) ? (firstEntry(wanted) ?? ["", null]) : ["id", wanted];
  const key = pythonText(module);
  if (key.includes("."))
    errors.push(
      `Invalid requisite type '${key}' in state '${pythonText(name)}', in SLS '${sls}'. Requisite types must not contain dots, did you mean '${key.slice(0, key.indexOf("."))}'?`,
    );
  if (isMap(value) || Array.isArray(value)) {
    errors.push(`Illegal requisite "${pyStr(value)}", please check your syntax.\n`);
    return;
  }
  const own = requisites.get(name);
  own?.wanted.set(value, key);
  const other = requisites.get(value);
  if (own && other?.wanted.get(name) === state && other.state === own.wanted.get(value))
    errors.push(`A recursive requisite was found, SLS "${sls}" ID "${pythonText(name)}" ID "${pythonText(value)}"`);
}

function slsOf(body: Value): string {
  return isMap(body) ? pythonText(body.get("__sls__") ?? null) : "None";
}

function typeName(value: Value): string {
  if (value === null) return "NoneType";
  if (value instanceof Float) return "float";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return { boolean: "bool", bigint: "int", string: "str" }[typeof value as string] ?? "date";
}
