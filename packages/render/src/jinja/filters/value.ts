import { bind } from "../arguments.js";
import { callValue, findAttribute } from "../attributes.js";
import { truth } from "../objects/truth.js";
import { type Args, needText, type Py, type Runtime, Undefined } from "../objects/types.js";
import type { Filters } from "./filter.js";
import { pprint } from "./pprint.js";

export const VALUE_FILTERS: Filters = [
  ["attr", attr],
  ["d", otherwise],
  ["default", otherwise],
  ["method_call", methodCall],
  ["pprint", (value, _given, rt) => pprint(value, rt.budget)],
];

function attr(value: Py, given: Args, rt: Runtime): Py {
  const [name = ""] = bind("do_attr", ["name"], 1, given);
  if (value instanceof Undefined) value.fail();
  const found = findAttribute(value, needText(name, "attribute name"), rt);
  return found === undefined ? rt.missingAttribute(value, name) : found;
}

/** Salt's: calls a method by its name; None where there is none. @source salt/utils/jinja.py */
function methodCall(value: Py, { positional: [name = "", ...rest], named }: Args, rt: Runtime): Py {
  if (value instanceof Undefined) value.fail();
  const found = findAttribute(value, needText(name, "method name"), rt);
  return found === undefined ? null : callValue(found, { positional: rest, named }, rt);
}

function otherwise(value: Py, given: Args): Py {
  const [fallback = "", boolean = false] = bind("do_default", ["default_value", "boolean"], 0, given);
  if (value instanceof Undefined && value.kind === "UndefinedError") return fallback;
  return truth(boolean) && !truth(value) ? fallback : value;
}
