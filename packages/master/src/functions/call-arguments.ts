import { isMap, type Value } from "@salina/wire";
import { Parameters } from "../runners/parameters.js";
import type { FunctionParameter, MasterFunction, ParameterType } from "./master-function.js";

/**
 * The arguments of a call: positional values, then one map of keywords with `__kwarg__`.
 * @throws Error that names what is missing, not known, or of another type
 */
export function callArguments(
  { name, parameters, rest, keywords, keywordOnly = [] }: MasterFunction<never>,
  arg: readonly Value[],
): Parameters {
  const last = arg.at(-1);
  const hasKeywords = isMap(last) && last.get("__kwarg__") === true;
  const named = new Map<string, Value>();
  for (const [key, value] of hasKeywords ? last : []) if (key !== "__kwarg__") named.set(String(key), value);
  const given = new Parameters(
    name,
    parameters.map((one) => one.name).filter((one) => !keywordOnly.includes(one)),
    hasKeywords ? arg.slice(0, -1) : arg,
    named,
    {
      defaults: new Map(parameters.flatMap((one) => (one.default == null ? [] : [[one.name, one.default]]))),
      rest: rest !== undefined,
      keywords: keywords !== undefined,
      keywordOnly,
    },
  );
  for (const parameter of parameters) check(name, parameter, given);
  return given;
}

function check(name: string, { name: key, type = "any", default: standard }: FunctionParameter, given: Parameters) {
  if (standard === undefined && !given.has(key)) throw new Error(`${name}() needs the argument '${key}'`);
  const value = given.given(key);
  if (value === undefined || (value === null && standard !== undefined)) return;
  const [fits, expected] = types[type];
  if (!fits(value)) throw new Error(`${name}(): '${key}' has to be ${expected}`);
}

const types: Readonly<Record<ParameterType, readonly [(value: Value) => boolean, string]>> = {
  text: [(value) => ["string", "number", "bigint"].includes(typeof value), "text"],
  number: [
    (value) =>
      (typeof value === "string" && value.trim() !== "") || typeof value === "number"
        ? Number.isFinite(Number(value))
        : false,
    "a number",
  ],
  flag: [() => true, "True or False"],
  list: [(value) => Array.isArray(value) || typeof value === "string", "a list, or text with commas"],
  map: [isMap, "a dictionary"],
  any: [() => true, "anything"],
};

const mask = "**********";

/** The arguments as the bus and the job record are told them: without the values that are secret. */
export function toldArguments(
  { parameters, secret = [] }: Pick<MasterFunction<never>, "parameters" | "secret">,
  arg: readonly Value[],
): Value[] {
  if (secret.every((name) => name === "return")) return [...arg];
  return arg.map((value, at) => {
    if (isMap(value) && value.get("__kwarg__") === true) {
      return new Map([...value].map(([key, one]) => [key, secret.includes(String(key)) ? mask : one]));
    }
    return secret.includes(parameters[at]?.name ?? "") ? mask : value;
  });
}

/** What is told of an answer. */
export function toldReturn<T>({ secret = [] }: Pick<MasterFunction<never>, "secret">, value: T): T | string {
  return secret.includes("return") ? mask : value;
}
