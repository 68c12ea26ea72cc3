import type { TemplateFunction } from "@salina/render";
import type { Value, ValueMap } from "@salina/wire";
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
  readonly files: Pick<PillarFiles, "read">;
  /** Has the daemon do what a thread of its own cannot: `mine.get`. @throws Error */
  readonly askMaster: (question: string, given: ValueMap) => Value;
}

/** A function of `salt[...]`: the names of its parameters, and what it gives. */
export interface MasterFunction {
  readonly parameters: readonly string[];
  /** Takes any further keywords, as functions with `**kwargs` do. */
  readonly more?: boolean;
  readonly run: (given: Parameters, context: FunctionContext, further: ReadonlyMap<string, Value>) => Value;
}

export type FunctionModule = Readonly<Record<string, MasterFunction>>;

export function functionOf(
  parameters: readonly string[],
  run: MasterFunction["run"],
  options: { readonly more?: boolean } = {},
): MasterFunction {
  return { parameters, run, ...options };
}

export function bound(
  name: string,
  { parameters, more, run }: MasterFunction,
  context: FunctionContext,
): TemplateFunction {
  return (args, kwargs) => {
    const isFurther = (key: string) => more === true && !parameters.includes(key);
    const known = new Map([...kwargs].filter(([key]) => !isFurther(key)));
    const further = new Map([...kwargs].filter(([key]) => isFurther(key)));
    return run(new Parameters(name, parameters, args, known), context, further);
  };
}
