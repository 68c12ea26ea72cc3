import { raise } from "./errors.js";
import type { Args, Py } from "./objects/types.js";

/**
 * The arguments of a call in the order of the parameters; undefined where one was left out.
 *
 * @param required how many of the first parameters must be given
 * @throws PyError TypeError worded as Python's
 */
export function bind(name: string, parameters: readonly string[], required: number, given: Args): (Py | undefined)[] {
  const { positional, named } = given;
  if (positional.length > parameters.length) {
    const takes = parameters.length === 1 ? "1 positional argument" : `${parameters.length} positional arguments`;
    raise("TypeError", `${name}() takes ${takes} but ${positional.length} were given`);
  }
  for (const key of named.keys()) {
    const at = parameters.indexOf(key);
    if (at < 0) raise("TypeError", `${name}() got an unexpected keyword argument '${key}'`);
    if (at < positional.length) raise("TypeError", `${name}() got multiple values for argument '${key}'`);
  }
  const bound = parameters.map((key, at) => (at < positional.length ? positional[at] : named.get(key)));
  const missing = parameters.filter((_, at) => at < required && bound[at] === undefined);
  if (missing.length > 0) {
    const names = missing.map((key) => `'${key}'`).join(" and ");
    raise(
      "TypeError",
      `${name}() missing ${missing.length} required positional argument${missing.length > 1 ? "s" : ""}: ${names}`,
    );
  }
  return bound;
}

/** For methods whose arguments have no names. */
export function positional(name: string, least: number, most: number, given: Args): readonly Py[] {
  if (given.named.size > 0) raise("TypeError", `${name}() takes no keyword arguments`);
  const count = given.positional.length;
  if (count < least)
    raise("TypeError", `${name}() expected at least ${least} argument${least === 1 ? "" : "s"}, got ${count}`);
  if (count > most)
    raise("TypeError", `${name}() expected at most ${most} argument${most === 1 ? "" : "s"}, got ${count}`);
  return given.positional;
}
