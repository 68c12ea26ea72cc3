import { PyDict } from "./dict.js";
import { lengthOf } from "./iterate.js";
import { type Py, Undefined } from "./types.js";

/** Python's `bool`. @throws PyError for a strict undefined */
export function truth(value: Py): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "bigint":
      return value !== 0n;
    case "number":
      return value !== 0;
    case "string":
      return value !== "";
    default:
      return value !== null && objectTruth(value);
  }
}

function objectTruth(value: object & Py): boolean {
  if (value instanceof PyDict) return value.size > 0;
  if (value instanceof Undefined) {
    value.use();
    return false;
  }
  return (lengthOf(value) ?? 1) > 0;
}
