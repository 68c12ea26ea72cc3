import type { Encodable, Value } from "@salina/wire";
import type { Parameters } from "../runners/parameters.js";

/** `list`: also text with commas. `flag`: as Python's truth. `any`: whatever is given. */
export type ParameterType = "text" | "number" | "flag" | "list" | "map" | "any";

export interface FunctionParameter {
  readonly name: string;
  /** One line. */
  readonly doc: string;
  /** Checked before the function runs; None counts as not given. Left out: `any`. */
  readonly type?: ParameterType;
  /** Left out: it has to be given. */
  readonly default?: string | number | boolean | null;
}

/** One call of a function, as the function may know it. */
export interface Call {
  /** Null: nobody is told of this call, and no job record is made of it. */
  readonly jid: string | null;
  /** Who asks, for the record: never a proof of identity. */
  readonly user: string;
  /** Nothing may be changed. */
  readonly test: boolean;
  /** Tells who waits how far it is: `message`, or `data` with an `outputter`. */
  readonly progress: (about: ReadonlyMap<Value, Value>) => void;
}

/** A function of the master itself: a runner or a wheel function. */
export interface MasterFunction<Context> {
  /** `module.function`, as callers and permissions (`@runner`, `@wheel`) name it. */
  readonly name: string;
  /** One line. */
  readonly doc: string;
  /** In the order of positional arguments. */
  readonly parameters: readonly FunctionParameter[];
  /** Names of those that are never positional. */
  readonly keywordOnly?: readonly string[];
  /** What further positional arguments are; left out: they are refused. */
  readonly rest?: string;
  /** What further keywords are; left out: they are refused. */
  readonly keywords?: string;
  /** It changes nothing and publishes nothing: no job record is made of it. */
  readonly reads?: true;
  /** Parameters whose values, and `return`, that the event bus and the job record are not told. */
  readonly secret?: readonly string[];
  /** @throws Error with a message for the caller */
  readonly run: (given: Parameters, context: Context & { readonly call: Call }) => Promise<Encodable>;
}

/** Functions by their whole names. */
export type Functions<Context> = ReadonlyMap<string, MasterFunction<Context>>;

export function functionsOf<Context>(...lists: readonly (readonly MasterFunction<Context>[])[]): Functions<Context> {
  return new Map(lists.flat().map((one) => [one.name, one]));
}
