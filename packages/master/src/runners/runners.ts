import { type Encodable, isMap, type Value } from "@salina/wire";
import { cacheRunners } from "./cache.js";
import { fileserverRunners } from "./fileserver.js";
import { jobRunners } from "./jobs.js";
import { manageRunners } from "./manage.js";
import { mineRunners } from "./mine.js";
import { Parameters } from "./parameters.js";
import { pillarRunners } from "./pillar.js";
import type { Runner, RunnerContext } from "./runner.js";
import { scheduleRunners } from "./schedule/schedule-runners.js";

export const allRunners: ReadonlyMap<string, Runner> = new Map([
  ...prefixed("cache", cacheRunners),
  ...prefixed("fileserver", fileserverRunners),
  ...prefixed("jobs", jobRunners),
  ...prefixed("manage", manageRunners),
  ...prefixed("mine", mineRunners),
  ...prefixed("pillar", pillarRunners),
  ...prefixed("schedule", scheduleRunners),
]);

function prefixed(module: string, runners: Readonly<Record<string, Runner>>): [string, Runner][] {
  return Object.entries(runners).map(([name, runner]) => [`${module}.${name}`, runner]);
}

export class Runners {
  readonly #context: RunnerContext;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  /**
   * @param arg positional values, then one map of keywords with `__kwarg__`
   * @throws Error that names the function, where it is not there, is called wrongly, or fails
   */
  async run(fun: string, arg: readonly Value[]): Promise<Encodable> {
    const runner = allRunners.get(fun);
    if (!runner) throw new Error(`'${fun}' is not available.`);
    const last = arg.at(-1);
    const keywords = new Map<string, Value>();
    const hasKeywords = isMap(last) && last.get("__kwarg__") === true;
    if (hasKeywords) for (const [key, value] of last) if (key !== "__kwarg__") keywords.set(String(key), value);
    const positional = hasKeywords ? arg.slice(0, -1) : arg;
    return await runner.run(new Parameters(fun, runner.parameters, positional, keywords), this.#context);
  }
}
