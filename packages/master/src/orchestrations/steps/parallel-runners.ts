import { stateReturn } from "@salina/orchestration";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { MasterReturn, Step } from "../step-context.js";
import { argumentsOf, callOnce } from "./master-step.js";

/** Several runners at once. @source salt/states/saltmod.py, parallel_runners */
export const parallelRunners: Step = {
  required: ["runners"],
  async run(given, context) {
    const name = given.get("name") ?? null;
    const runners = readRunners(given.get("runners") ?? null);
    if (!runners) return stateReturn(name, false, "The runners parameter must be a string or dict.");
    // Stock runs them in test mode too.
    if (context.test) {
      const funs = [...runners.values()].map(({ fun }) => fun).join(", ");
      return stateReturn(name, null, `Runner functions ${funs} would be executed.`);
    }
    const outputs = await Promise.all(
      [...runners].map(async ([id, { fun, arg }]) => {
        const out = await callOnce(`call ${id}`, fun, arg, { context, through: context.world.runner });
        return [id, out] as const;
      }),
    );
    return merged(name, new Map(outputs));
  },
};

function readRunners(given: Value): Map<string, { readonly fun: string; readonly arg: readonly Value[] }> | undefined {
  const all = typeof given === "string" ? new Map<Value, Value>([[given, null]]) : given;
  if (!isMap(all)) return undefined;
  return new Map(
    [...all].map(([id, config]) => {
      const about = repacked(config);
      const kwarg = about.get("kwarg");
      const arg = argumentsOf(isMap(kwarg) ? new Map([["kwarg", kwarg]]) : new Map());
      return [pythonText(id), { fun: pythonText(about.get("name") ?? id), arg }];
    }),
  );
}

/** A list of one-key maps as one map. */
function repacked(config: Value): ValueMap {
  if (isMap(config)) return config;
  return new Map(Array.isArray(config) ? config.filter(isMap).flatMap((one) => [...one]) : []);
}

function merged(name: Value, outputs: ReadonlyMap<string, MasterReturn>): ValueMap {
  const values = [...outputs].map(([id, { value }]) => [id, value] as const);
  const areHighstates = values.every(
    ([, value]) => isMap(value) && value.get("outputter") === "highstate" && value.has("data"),
  );
  const failed = [...outputs].filter(([, out]) => hasFailed(out)).map(([id]) => id);
  const changes: ValueMap = areHighstates ? new Map() : new Map([["ret", new Map<Value, Value>(values)]]);
  if (areHighstates)
    for (const [id, value] of values) {
      const found = changesIn(isMap(value) ? (value.get("data") ?? null) : null);
      if (isMap(found) && found.size > 0) changes.set(id, found);
    }
  return stateReturn(name, failed.length === 0, commentOf(failed), changes);
}

function hasFailed({ value, success }: MasterReturn): boolean {
  const code = isMap(value) ? (value.get("retcode") ?? value.get("exit_code") ?? 0) : 0;
  return !success || code !== 0;
}

function commentOf(failed: readonly string[]): string {
  if (failed.length === 0) return "All runner functions executed successfully.";
  return failed.length === 1 ? `Runner ${failed[0]} failed.` : `Runners ${failed.join(", ")} failed.`;
}

/** The changes of all steps, wherever they stand. */
function changesIn(value: Value): Value {
  if (!isMap(value)) return new Map();
  const changes = value.get("changes");
  if (changes !== undefined) {
    return isMap(changes) && changes.get("out") === "highstate" && changes.has("ret")
      ? (changes.get("ret") ?? null)
      : changes;
  }
  const found: ValueMap = new Map();
  for (const [key, inner] of value) {
    const one = changesIn(inner);
    if (isMap(one) ? one.size > 0 : one !== null) found.set(key, one);
  }
  return found;
}
