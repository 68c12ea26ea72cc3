import type { Ext } from "@salina/wire";
import type { Budget } from "../budget.js";
import { PyError, raise } from "../errors.js";
import type { PyDict } from "./dict.js";
import type { PySet } from "./set.js";

/** A value as a template handles it: Python's integers are `bigint`, its floats are `number`. */
export type Py =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Ext
  | Markup
  | Undefined
  | PyTuple
  | PyDict
  | PySet
  | PyRange
  | PyIterator
  | PyView
  | PyObject
  | Py[];

/** Arguments of a call. */
export interface Args {
  readonly positional: readonly Py[];
  readonly named: ReadonlyMap<string, Py>;
}

export const NO_ARGS: Args = { positional: [], named: new Map() };

export function args(...positional: readonly Py[]): Args {
  return { positional, named: new Map() };
}

/** What functions, filters and methods may use of the running render. */
export interface Runtime {
  readonly budget: Budget;
  autoescape: boolean;
  /** From 0 to below 1. */
  random(): number;
  undefinedValue(hint: string): Undefined;
  missingAttribute(object: Py, name: Py): Undefined;
  callFilter(name: string, value: Py, given: Args): Py;
  callTest(name: string, value: Py, given: Args): boolean;
  hasFilter(name: string): boolean;
  hasTest(name: string): boolean;
}

/** Text that `autoescape` leaves as it is. @source markupsafe, class Markup */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class PyTuple {
  readonly items: readonly Py[];
  /** The names of a named tuple's fields; a group of `groupby` has them. */
  readonly fields: readonly string[] | undefined;
  constructor(items: readonly Py[], fields?: readonly string[]) {
    this.items = items;
    this.fields = fields;
  }
}

export class PyRange {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  constructor(start: bigint, stop: bigint, step: bigint) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  get length(): number {
    const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
    const size = this.step > 0n ? this.step : -this.step;
    return span <= 0n ? 0 : Number((span + size - 1n) / size);
  }

  at(index: number): bigint {
    return this.start + BigInt(index) * this.step;
  }
}

/** Something that can be read once, from front to back. */
export class PyIterator {
  readonly typeName: string;
  readonly #from: Iterator<Py>;
  constructor(from: Iterator<Py>, typeName = "generator") {
    this.#from = from;
    this.typeName = typeName;
  }

  next(): IteratorResult<Py, unknown> {
    return this.#from.next();
  }

  *[Symbol.iterator](): Generator<Py> {
    for (let found = this.#from.next(); found.done !== true; found = this.#from.next()) yield found.value;
  }
}

/** What `keys()`, `values()` and `items()` of a dict give: it follows later changes. */
export class PyView {
  readonly dict: PyDict;
  readonly kind: "keys" | "values" | "items";
  constructor(dict: PyDict, kind: "keys" | "values" | "items") {
    this.dict = dict;
    this.kind = kind;
  }
}

/** A value that is not there. @source jinja2/runtime.py, class Undefined */
export class Undefined {
  readonly message: string;
  readonly strict: boolean;
  readonly kind: string;
  constructor(message: string, strict: boolean, kind = "UndefinedError") {
    this.message = message;
    this.strict = strict;
    this.kind = kind;
  }

  fail(): never {
    throw new PyError(this.kind, this.message);
  }

  /** For what a lenient undefined allows: printing, looping, asking for its truth. */
  use(): void {
    if (this.strict || this.kind !== "UndefinedError") this.fail();
  }
}

/** Objects of the template engine itself: loops, macros, modules, functions. */
export abstract class PyObject {
  abstract readonly typeName: string;
  attribute(_name: string): Py | undefined {
    return undefined;
  }
  item(_key: Py): Py | undefined {
    return undefined;
  }
  contains(_key: Py): boolean | undefined {
    return undefined;
  }
  call: ((rt: Runtime, given: Args) => Py) | undefined;
  repr(): string {
    return `<${this.typeName} object>`;
  }
  text(): string {
    return this.repr();
  }
  iterate(): Iterator<Py> | undefined {
    return undefined;
  }
  length(): number | undefined {
    return undefined;
  }
}

/** A function that templates can call. */
export class PyFunction extends PyObject {
  readonly typeName: string;
  readonly name: string;
  constructor(name: string, call: (rt: Runtime, given: Args) => Py, typeName = "function") {
    super();
    this.name = name;
    this.call = call;
    this.typeName = typeName;
  }
  override repr(): string {
    return `<${this.typeName} ${this.name}>`;
  }
}

/** The text of a str, whether marked safe or not. */
export function asText(value: Py): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Markup ? value.text : undefined;
}

/** @throws PyError TypeError */
export function needText(value: Py, what: string): string {
  const found = asText(value);
  if (found === undefined) {
    if (value instanceof Undefined) value.fail();
    raise("TypeError", `${what} must be str, not ${typeName(value)}`);
  }
  return found;
}

/** An integer or a bool, as a bigint. */
export function asInteger(value: Py): bigint | undefined {
  if (typeof value === "bigint") return value;
  return typeof value === "boolean" ? (value ? 1n : 0n) : undefined;
}

/** @throws PyError TypeError */
export function needInteger(value: Py): bigint {
  const found = asInteger(value);
  if (found === undefined) {
    if (value instanceof Undefined) value.fail();
    raise("TypeError", `'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  return found;
}

/** A JavaScript number of an integer that counts or indexes: beyond 2^53 it is cut. */
export function needIndex(value: Py): number {
  const found = needInteger(value);
  return found > 9007199254740991n ? 9007199254740991 : found < -9007199254740991n ? -9007199254740991 : Number(found);
}

/** Any of Python's numbers; a bool counts as integer. */
export function asNumber(value: Py): bigint | number | undefined {
  return typeof value === "number" ? value : asInteger(value);
}

/** The name of a value's Python class. */
export function typeName(value: Py): string {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return "float";
    case "string":
      return "str";
    default:
      return value === null ? "NoneType" : objectTypeName(value);
  }
}

function objectTypeName(value: object): string {
  if (Array.isArray(value)) return "list";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Markup) return "Markup";
  if (value instanceof Undefined) return value.strict ? "StrictUndefined" : "Undefined";
  if (value instanceof PyTuple) return value.fields === undefined ? "tuple" : "_GroupTuple";
  if (value instanceof PyRange) return "range";
  if (value instanceof PyIterator || value instanceof PyObject) return value.typeName;
  if (value instanceof PyView) return `dict_${value.kind}`;
  return "typeName" in value ? String(value.typeName) : "object";
}
