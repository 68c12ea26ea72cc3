import type { TemplateFunction } from "@salina/render";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import { Parameters } from "../../runners/parameters.js";
import type { MatchesMinion } from "../compilation.js";
import type { PillarFiles } from "../pillar-files.js";
import type { RunCommand } from "../run-command.js";

/** What the functions of `salt[...]` may know of. */
export interface FunctionContext {
  readonly minion: string;
  readonly grains: ValueMap;
  readonly pillar: ValueMap;
  readonly opts: ValueMap;
  readonly mergeLists: boolean;
  readonly matches: MatchesMinion;
  readonly run: RunCommand;
  /** `file_roots` */
  readonly files: PillarFiles;
  /** Has the daemon do what a thread of its own cannot: `mine.get`. @throws Error */
  /** Whether `saltutil.runner` may ask for any runner. */
  readonly anyRunner: boolean;
  readonly askMaster: (question: string, given: ValueMap) => Value;
}

/** A function of `salt[...]`: the names of its parameters, and what it gives. */
export interface MasterFunction {
  readonly parameters: readonly string[];
  /** Takes any further keywords and leaves them aside, as functions with `**kwargs` do. */
  readonly more?: boolean;
  /** Puts any further keywords into its `kwarg`. */
  readonly collects?: boolean;
  readonly run: (given: Parameters, context: FunctionContext) => Value;
}

export type FunctionModule = Readonly<Record<string, MasterFunction>>;

export function functionOf(
  parameters: readonly string[],
  run: MasterFunction["run"],
  options: Pick<MasterFunction, "more" | "collects"> = {},
): MasterFunction {
  return { parameters, run, ...options };
}

export function bound(
  name: string,
  { parameters, more, collects, run }: MasterFunction,
  context: FunctionContext,
): TemplateFunction {
  return (args, kwargs) => {
    const known = new Map<string, Value>(
      more || collects ? [...kwargs].filter(([key]) => parameters.includes(key)) : kwargs,
    );
    if (collects) {
      const given = kwargs.get("kwarg");
      const further = [...kwargs].filter(([key]) => !parameters.includes(key));
      known.set("kwarg", new Map<Value, Value>([...(isMap(given) ? given : []), ...further]));
    }
    return run(new Parameters(name, parameters, args, known), context);
  };
}
