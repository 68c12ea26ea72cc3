import type { Value } from "@salina/wire";
import { type ContextValue, type Filter, FunctionTable, type TemplateFunction } from "../values.js";
import { PyError } from "./errors.js";
import type { PyFilter } from "./filters/filter.js";
import { fromWire, toWire } from "./objects/convert.js";
import { truth } from "./objects/truth.js";
import { type Args, asText, type Py, PyFunction, PyObject, PyTuple, type Runtime } from "./objects/types.js";
import type { PyTest } from "./tests.js";

/** What the caller put into the context, as templates handle it. */
export function fromContext(name: string, value: ContextValue): Py {
  if (value instanceof FunctionTable) return new Functions(value, name);
  return typeof value === "function" ? functionOf(name, value) : fromWire(value);
}

function functionOf(name: string, work: TemplateFunction): PyFunction {
  return new PyFunction(name, (rt, given) => {
    const { positional, named } = argumentsOf(given, rt);
    return fromWire(outside("SaltFunctionError", () => work(positional, named)));
  });
}

/** @param asTuple a list that it gives is a tuple in Python */
export function outsideFilter(filter: Filter, asTuple = false): PyFilter {
  return (value, given, rt) => {
    const { positional, named } = argumentsOf(given, rt);
    const wire = toWire(value, rt.budget);
    const result = fromWire(outside("FilterError", () => filter(wire, positional, named)));
    return asTuple && Array.isArray(result) ? new PyTuple(result) : result;
  };
}

export function outsideTest(test: Filter): PyTest {
  const work = outsideFilter(test);
  return (value, given, rt) => truth(work(value, given, rt));
}

function argumentsOf({ positional, named }: Args, rt: Runtime): { positional: Value[]; named: Map<string, Value> } {
  return {
    positional: positional.map((value) => toWire(value, rt.budget)),
    named: new Map([...named].map(([name, value]) => [name, toWire(value, rt.budget)])),
  };
}

/** Errors from outside become those of the template. */
export function outside<T>(kind: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PyError) throw error;
    throw new PyError(kind, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** `salt`: `salt['a.b']` and `salt.a.b` are the same function. */
class Functions extends PyObject {
  readonly typeName = "LazyLoader";
  readonly #table: FunctionTable;
  readonly #name: string;

  constructor(table: FunctionTable, name: string) {
    super();
    this.#table = table;
    this.#name = name;
  }

  override item(key: Py): Py | undefined {
    const name = asText(key);
    const found = name === undefined ? undefined : this.#table.find(name);
    return found === undefined || name === undefined ? undefined : functionOf(name, found);
  }

  override attribute(name: string): Py | undefined {
    if (name === "get")
      return new PyFunction("get", (_rt, { positional: [key = null, other = null] }) => this.item(key) ?? other);
    return name.startsWith("_") || name.includes(".") ? undefined : new FunctionModule(this.#table, name);
  }

  override contains(key: Py): boolean {
    return this.item(key) !== undefined;
  }

  override repr(): string {
    return `<LazyLoader ${this.#name}>`;
  }
}

/** `salt.a`, or `salt.a.b` of a module with a dot in its name. */
class FunctionModule extends PyObject {
  readonly typeName = "LoadedMod";
  readonly #table: FunctionTable;
  readonly #name: string;

  constructor(table: FunctionTable, name: string) {
    super();
    this.#table = table;
    this.#name = name;
  }

  override attribute(name: string): Py | undefined {
    const full = `${this.#name}.${name}`;
    const found = name.startsWith("_") ? undefined : this.#table.find(full);
    return found === undefined ? undefined : functionOf(full, found);
  }

  override repr(): string {
    return `<LoadedMod ${this.#name}>`;
  }
}
