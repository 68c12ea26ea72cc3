import type { Args, Py, Runtime } from "../objects/types.js";

/** A method of a built-in class. Only what stands in these tables can be called. */
export type Method<Self> = (self: Self, given: Args, rt: Runtime) => Py;
export type Methods<Self> = ReadonlyMap<string, Method<Self>>;
