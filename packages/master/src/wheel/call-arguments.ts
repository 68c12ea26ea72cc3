import { isMap, type Value } from "@salina/wire";
import { Parameters } from "../runners/parameters.js";
import type { WheelFunction } from "./wheel-function.js";

/**
 * The arguments of a call: positional values, then one map of keywords with `__kwarg__`.
 * @throws Error that names what is missing or not known
 */
export function callArguments({ name, parameters }: WheelFunction, arg: readonly Value[]): Parameters {
  const last = arg.at(-1);
  const hasKeywords = isMap(last) && last.get("__kwarg__") === true;
  const names = parameters.map((one) => one.name);
  const keywords = new Map<string, Value>();
  for (const [key, value] of hasKeywords ? last : []) {
    // A front-end gives `match` to every function, whatever it takes.
    if (key === "__kwarg__" || (key === "match" && !names.includes("match"))) continue;
    keywords.set(String(key), value);
  }
  const given = new Parameters(name, names, hasKeywords ? arg.slice(0, -1) : arg, keywords);
  const missing = parameters.find((one) => one.default === undefined && !given.has(one.name));
  if (missing) throw new Error(`${name}() needs the argument '${missing.name}'`);
  return given;
}

const mask = "**********";

/** The same as the bus and the job record are told them: without the values that are secret. */
export function toldArguments({ parameters, secret = [] }: WheelFunction, arg: readonly Value[]): Value[] {
  if (secret.every((name) => name === "return")) return [...arg];
  return arg.map((value, at) => {
    if (at === arg.length - 1 && isMap(value) && value.get("__kwarg__") === true) {
      return new Map([...value].map(([key, one]) => [key, secret.includes(String(key)) ? mask : one]));
    }
    return secret.includes(parameters[at]?.name ?? "") ? mask : value;
  });
}

/** What is told of an answer. */
export function toldReturn<T>({ secret = [] }: WheelFunction, value: T): T | string {
  return secret.includes("return") ? mask : value;
}
