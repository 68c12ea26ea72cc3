import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { wholeMatch } from "./whole-match.js";

/** A function with its arguments, as it is to be published. */
export interface WantedCall {
  readonly fun: string;
  readonly arg: readonly Value[];
}

/** Whether all these minions are meant by an expression. */
export type AreWithin = (expression: string, minions: readonly string[]) => Promise<boolean>;

/**
 * Whether a list of permissions lets somebody call functions on minions: each function has to be allowed, by an entry of
 * its own at least.
 *
 *     - test.*                          any function whose whole name matches, anywhere
 *     - 'web*':                         on minions within this target
 *         - state.apply
 *         - cmd.run: {args: ['ls.*', null], kwargs: {cwd: /tmp}}
 *
 * @source salt/utils/minions.py, auth_check; there one allowed function lets all functions of a compound call pass, and
 * expressions need only match the beginning
 */
export async function mayCall(
  permissions: Value,
  calls: readonly WantedCall[],
  minions: readonly string[],
  areWithin: AreWithin,
): Promise<boolean> {
  if (!Array.isArray(permissions) || calls.length === 0) return false;
  for (const call of calls) {
    let isAllowed = false;
    for (const entry of permissions) {
      isAllowed ||=
        typeof entry === "string" ? wholeMatch(entry, call.fun) : await byTarget(entry, call, minions, areWithin);
    }
    if (!isAllowed) return false;
  }
  return true;
}

function byTarget(entry: Value, call: WantedCall, minions: readonly string[], areWithin: AreWithin): Promise<boolean> {
  if (!isMap(entry) || entry.size !== 1) return Promise.resolve(false);
  const [[expression, functions] = [null, null]] = entry;
  if (typeof expression !== "string" || !asList(functions).some((one) => functionFits(one, call))) {
    return Promise.resolve(false);
  }
  return areWithin(expression, minions);
}

export function functionFits(condition: Value, { fun, arg }: WantedCall): boolean {
  if (typeof condition === "string") return wholeMatch(condition, fun);
  if (!isMap(condition) || condition.size !== 1) return false;
  const [[name, specs] = [null, null]] = condition;
  if (typeof name !== "string" || !wholeMatch(name, fun)) return false;
  return asList(specs).some((spec) => isMap(spec) && argumentsFit(spec, arg));
}

function argumentsFit(spec: ValueMap, arg: readonly Value[]): boolean {
  const last = arg.at(-1);
  const keywords = isMap(last) && last.get("__kwarg__") === true ? last : new Map<Value, Value>();
  const positional = keywords === last ? arg.slice(0, -1) : arg;
  const args = spec.get("args") ?? [];
  const kwargs = spec.get("kwargs") ?? new Map();
  if (!Array.isArray(args) || !isMap(kwargs)) return false;
  const fits = (condition: Value, value: Value | undefined) =>
    value !== undefined && (condition === null || wholeMatch(pythonText(condition), asText(value)));
  return (
    args.every((condition, at) => fits(condition, positional[at])) &&
    [...kwargs].every(([key, condition]) => fits(condition, keywords.get(key)))
  );
}

/** What is neither text nor number matches nothing but `null`. */
function asText(value: Value): string {
  return isMap(value) || Array.isArray(value) ? "\n" : pythonText(value);
}

export function asList(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [value];
}
