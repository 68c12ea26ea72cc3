import { raise } from "./errors.js";
import { percentFormat } from "./format/percent.js";
import * as arithmetic from "./objects/arithmetic.js";
import { PyDict } from "./objects/dict.js";
import { escapeValue } from "./objects/escape.js";
import { PySet } from "./objects/set.js";
import {
  asInteger,
  asNumber,
  asText,
  Markup,
  type Py,
  PyTuple,
  type Runtime,
  typeName,
  Undefined,
} from "./objects/types.js";

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

/** Python's binary operators. @throws PyError TypeError where a class does not have one */
export function binary(left: Py, operator: BinaryOperator, right: Py, rt: Runtime): Py {
  if (operator === "%" && asText(left) !== undefined) return percentFormat(left, right, rt);
  if (left instanceof Undefined) left.fail();
  if (right instanceof Undefined) right.fail();
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return numeric(a, operator, b, rt);
  const found =
    operator === "+"
      ? joined(left, right, rt)
      : operator === "*"
        ? repeated(left, right, rt)
        : operator === "-" && left instanceof PySet && right instanceof PySet
          ? PySet.of([...left.members()].filter((one) => !right.has(one)))
          : undefined;
  if (found !== undefined) return found;
  const sign = operator === "**" ? "** or pow()" : operator;
  return raise("TypeError", `unsupported operand type(s) for ${sign}: '${typeName(left)}' and '${typeName(right)}'`);
}

function numeric(a: arithmetic.Num, operator: BinaryOperator, b: arithmetic.Num, rt: Runtime): Py {
  switch (operator) {
    case "+":
      return arithmetic.add(a, b);
    case "-":
      return arithmetic.subtract(a, b);
    case "*":
      return arithmetic.multiply(a, b, rt.budget);
    case "/":
      return arithmetic.divide(a, b);
    case "//":
      return arithmetic.floorDivide(a, b);
    case "%":
      return arithmetic.modulo(a, b);
    case "**":
      return arithmetic.power(a, b, rt.budget);
  }
}

function joined(left: Py, right: Py, rt: Runtime): Py | undefined {
  const a = asText(left);
  if (a !== undefined) {
    const b = asText(right);
    if (b === undefined) {
      raise("TypeError", `can only concatenate str (not "${typeName(right)}") to str`);
    }
    rt.budget.text(a.length + b.length);
    if (left instanceof Markup || right instanceof Markup) {
      return new Markup(escapeValue(left, rt.budget).text + escapeValue(right, rt.budget).text);
    }
    return a + b;
  }
  if (Array.isArray(left)) {
    if (!Array.isArray(right)) raise("TypeError", `can only concatenate list (not "${typeName(right)}") to list`);
    rt.budget.elements(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof PyTuple) {
    if (!(right instanceof PyTuple))
      raise("TypeError", `can only concatenate tuple (not "${typeName(right)}") to tuple`);
    rt.budget.elements(left.items.length + right.items.length);
    return new PyTuple([...left.items, ...right.items]);
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    rt.budget.text(left.length + right.length);
    return Uint8Array.from([...left, ...right]);
  }
  return undefined;
}

function repeated(left: Py, right: Py, rt: Runtime): Py | undefined {
  const times = asInteger(right);
  if (times !== undefined) return repeat(left, times, rt);
  const before = asInteger(left);
  return before === undefined ? undefined : repeat(right, before, rt);
}

function repeat(value: Py, times: bigint, rt: Runtime): Py | undefined {
  const count = times < 0n ? 0 : Number(times);
  const text = asText(value);
  if (text !== undefined) {
    rt.budget.text(text.length * count);
    const made = text === "" ? "" : text.repeat(count);
    return value instanceof Markup ? new Markup(made) : made;
  }
  const items = Array.isArray(value) ? value : value instanceof PyTuple ? value.items : undefined;
  if (items === undefined) return undefined;
  rt.budget.elements(items.length * count);
  const made: Py[] = [];
  if (items.length > 0) for (let at = 0; at < count; at += 1) made.push(...items);
  return Array.isArray(value) ? made : new PyTuple(made);
}

export function unary(operator: "-" | "+", value: Py): Py {
  if (value instanceof Undefined) value.fail();
  const number = asNumber(value);
  if (number === undefined) raise("TypeError", `bad operand type for unary ${operator}: '${typeName(value)}'`);
  return operator === "-" ? -number : number;
}

/** Python 3.9's `dict | dict` has no operator in Jinja; `update` of a dict from what `dict()` takes. */
export function dictFrom(value: Py, into: PyDict, rt: Runtime, items: (value: Py) => Iterable<Py>): void {
  if (value instanceof PyDict) {
    rt.budget.elements(into.size + value.size);
    for (const [key, entry] of [...value.entries()]) into.set(key, entry);
    return;
  }
  let at = 0;
  for (const pair of items(value)) {
    const found = [...items(pair)];
    const [key, entry] = found;
    if (found.length !== 2 || key === undefined || entry === undefined) {
      raise("ValueError", `dictionary update sequence element #${at} has length ${found.length}; 2 is required`);
    }
    rt.budget.elements(into.size + 1);
    into.set(key, entry);
    at += 1;
  }
}
