import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { equal } from "./compare.js";
import { PyDict } from "./dict.js";
import { iterate, tryIterable } from "./iterate.js";
import { PySet } from "./set.js";
import { asInteger, asText, type Py, PyObject, PyView, typeName, Undefined } from "./types.js";

/** Python's `value in container`. */
export function contains(container: Py, value: Py, budget: Budget): boolean {
  budget.step();
  const text = asText(container);
  if (text !== undefined) return containsText(text, value);
  if (container instanceof PyDict || container instanceof PySet) return container.has(value);
  if (container instanceof PyView && container.kind === "keys") return container.dict.has(value);
  if (container instanceof PyObject) {
    const known = container.contains(value);
    if (known !== undefined) return known;
  }
  if (container instanceof Uint8Array) return containsByte(container, value);
  if (container instanceof Undefined) container.use();
  if (tryIterable(container) === undefined) {
    raise("TypeError", `argument of type '${typeName(container)}' is not iterable`);
  }
  for (const item of iterate(container, budget)) if (equal(item, value, budget)) return true;
  return false;
}

function containsText(text: string, value: Py): boolean {
  const part = asText(value);
  if (part !== undefined) return text.includes(part);
  if (value instanceof Undefined) value.fail();
  return raise("TypeError", `'in <string>' requires string as left operand, not ${typeName(value)}`);
}

function containsByte(bytes: Uint8Array, value: Py): boolean {
  if (value instanceof Uint8Array) return Buffer.from(bytes).includes(Buffer.from(value));
  const byte = asInteger(value);
  if (byte === undefined) raise("TypeError", `a bytes-like object is required, not '${typeName(value)}'`);
  return bytes.includes(Number(byte));
}
