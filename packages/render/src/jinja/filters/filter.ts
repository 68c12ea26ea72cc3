import type { Args, Py, Runtime } from "../objects/types.js";

/** A filter of this engine: the value before the bar, and the arguments in the parentheses. */
export type PyFilter = (value: Py, given: Args, rt: Runtime) => Py;
export type Filters = readonly (readonly [name: string, filter: PyFilter])[];
