import { decode, type Encodable, encode, isMap, type Value } from "@salina/wire";
import { cacheRunners } from "./cache.js";
import { fileserverRunners } from "./fileserver.js";
import { jobRunners } from "./jobs.js";
import { manageRunners } from "./manage.js";
import type { MasterFunctionCall, MasterFunctions } from "./master-functions.js";
import { mineRunners } from "./mine.js";
import { orchestrationRunners } from "./orchestration.js";
import { Parameters } from "./parameters.js";
import { pillarRunners } from "./pillar.js";
import type { Runner, RunnerContext } from "./runner.js";
import { stateRunners } from "./state.js";

export const allRunners: ReadonlyMap<string, Runner> = new Map([
  ...prefixed("cache", cacheRunners),
  ...prefixed("fileserver", fileserverRunners),
  ...prefixed("jobs", jobRunners),
  ...prefixed("manage", manageRunners),
  ...prefixed("mine", mineRunners),
  ...prefixed("orchestration", orchestrationRunners),
  ...prefixed("pillar", pillarRunners),
  ...prefixed("state", stateRunners),
]);

function prefixed(module: string, runners: Readonly<Record<string, Runner>>): [string, Runner][] {
  return Object.entries(runners).map(([name, runner]) => [`${module}.${name}`, runner]);
}

export class Runners implements MasterFunctions {
  readonly #context: RunnerContext;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  /**
   * @param arg positional values, then one map of keywords with `__kwarg__`
   * @throws Error that names the function, where it is not there, is called wrongly, or fails
   */
  async run(fun: string, arg: readonly Value[], call: MasterFunctionCall = nobody): Promise<Encodable> {
    const runner = allRunners.get(fun);
    if (!runner) throw new Error(`'${fun}' is not available.`);
    const last = arg.at(-1);
    const keywords = new Map<string, Value>();
    const hasKeywords = isMap(last) && last.get("__kwarg__") === true;
    if (hasKeywords) for (const [key, value] of last) if (key !== "__kwarg__") keywords.set(String(key), value);
    const positional = hasKeywords ? arg.slice(0, -1) : arg;
    const given = runner.collects ? collected(runner.parameters, keywords) : keywords;
    return await runner.run(new Parameters(fun, runner.parameters, positional, given), this.#context, call);
  }

  has(fun: string): boolean {
    return allRunners.has(fun);
  }

  isRead(fun: string): boolean {
    return allRunners.get(fun)?.reads === true;
  }
}

/** Where the daemon itself asks. */
const nobody: MasterFunctionCall = { jid: "", user: "salina" };

function collected(parameters: readonly string[], keywords: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const known = new Map([...keywords].filter(([key]) => parameters.includes(key)));
  const given = known.get("kwarg");
  const further = [...keywords].filter(([key]) => !parameters.includes(key));
  return known.set("kwarg", new Map<Value, Value>([...(isMap(given) ? given : []), ...further]));
}

/** What a runner gives, for a template. */
export async function askRunner(runners: Pick<Runners, "run">, fun: string, arg: readonly Value[]): Promise<Value> {
  const read = decode(encode(await runners.run(fun, arg)), { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok) throw new Error(read.fault.text);
  return read.value;
}
