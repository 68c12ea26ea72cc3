import { raise } from "../errors.js";
import { iterate } from "../objects/iterate.js";
import { repr, str } from "../objects/repr.js";
import { truth } from "../objects/truth.js";
import { type Args, type Py, PyIterator, type Runtime, Undefined } from "../objects/types.js";
import { attributeGetter } from "./attribute-path.js";
import type { Filters, PyFilter } from "./filter.js";

export const SELECT_FILTERS: Filters = [
  ["map", (value, given, rt) => new PyIterator(mapped(value, given, rt))],
  ["select", selection(true, false)],
  ["reject", selection(false, false)],
  ["selectattr", selection(true, true)],
  ["rejectattr", selection(false, true)],
];

// All of them work as they are read, so their errors come late, as in Python.
function* mapped(value: Py, given: Args, rt: Runtime): Generator<Py> {
  if (isEmpty(value)) return;
  const work = mapping(given, rt);
  for (const item of iterate(value, rt.budget)) yield work(item);
}

function isEmpty(value: Py): boolean {
  if (value instanceof Undefined) value.use();
  return !truth(value);
}

function mapping({ positional, named }: Args, rt: Runtime): (item: Py) => Py {
  const attribute = named.get("attribute");
  if (positional.length === 0 && attribute !== undefined) {
    const unexpected = [...named.keys()].find((name) => name !== "attribute" && name !== "default");
    if (unexpected !== undefined) {
      raise("FilterArgumentError", `Unexpected keyword argument ${repr(unexpected, rt.budget)}`);
    }
    return attributeGetter(attribute, rt, { otherwise: named.get("default") ?? null });
  }
  const [name, ...rest] = positional;
  if (name === undefined) raise("FilterArgumentError", "map requires a filter argument");
  return (item) => rt.callFilter(str(name, rt.budget), item, { positional: rest, named });
}

function selection(wanted: boolean, byAttribute: boolean): PyFilter {
  return (value, given, rt) => new PyIterator(selected(value, given, rt, wanted, byAttribute));
}

function* selected(
  value: Py,
  { positional, named }: Args,
  rt: Runtime,
  wanted: boolean,
  byAttribute: boolean,
): Generator<Py> {
  if (isEmpty(value)) return;
  const [attribute] = positional;
  if (byAttribute && attribute === undefined) raise("FilterArgumentError", "Missing parameter for attribute name");
  const get = attributeGetter(byAttribute ? (attribute ?? null) : null, rt);
  const [name, ...rest] = positional.slice(byAttribute ? 1 : 0);
  const holds = (item: Py): boolean =>
    name === undefined ? truth(item) : rt.callTest(str(name, rt.budget), item, { positional: rest, named });
  for (const item of iterate(value, rt.budget)) if (holds(get(item)) === wanted) yield item;
}
