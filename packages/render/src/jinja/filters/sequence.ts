import { bind } from "../arguments.js";
import { raise } from "../errors.js";
import { equal, ordered, sorted } from "../objects/compare.js";
import { PyDict } from "../objects/dict.js";
import { escapeValue } from "../objects/escape.js";
import { iterate, listOf, needLength, tryIterable } from "../objects/iterate.js";
import { str } from "../objects/repr.js";
import { PySet } from "../objects/set.js";
import { elementAt } from "../objects/slice.js";
import { truth } from "../objects/truth.js";
import {
  type Args,
  asText,
  Markup,
  needIndex,
  type Py,
  PyIterator,
  PyTuple,
  PyView,
  type Runtime,
  typeName,
  Undefined,
} from "../objects/types.js";
import { binary } from "../operators.js";
import { attributeGetter, ignoreCase } from "./attribute-path.js";
import type { Filters } from "./filter.js";

export const SEQUENCE_FILTERS: Filters = [
  ["batch", batch],
  ["count", (value) => BigInt(needLength(value))],
  ["length", (value) => BigInt(needLength(value))],
  ["dictsort", dictSort],
  ["first", first],
  ["last", last],
  ["groupby", groupBy],
  ["items", items],
  ["join", join],
  ["list", (value, _given, rt) => listOf(value, rt.budget)],
  ["min", (value, _given, rt) => extreme("min", "<", value, rt)],
  ["max", (value, _given, rt) => extreme("max", ">", value, rt)],
  ["random", random],
  ["reverse", reverse],
  ["slice", slice],
  ["sort", sort],
  ["sum", sum],
  ["unique", unique],
];

function batch(value: Py, given: Args, rt: Runtime): Py {
  const [count = 0n, fill = null] = bind("do_batch", ["linecount", "fill_with"], 1, given);
  const size = needIndex(count);
  return new PyIterator(batches(value, size, fill, rt));
}

function* batches(value: Py, size: number, fill: Py, rt: Runtime): Generator<Py> {
  let line: Py[] = [];
  for (const item of iterate(value, rt.budget)) {
    if (line.length === size) {
      yield line;
      line = [];
    }
    line.push(item);
  }
  if (line.length === 0) return;
  rt.budget.elements(fill === null ? 0 : Math.max(size, 0));
  while (fill !== null && line.length < size) line.push(fill);
  yield line;
}

function dictSort(value: Py, given: Args, rt: Runtime): Py {
  const parameters = ["case_sensitive", "by", "reverse"];
  const [exact = false, by = "key", backwards = false] = bind("do_dictsort", parameters, 0, given);
  if (by !== "key" && by !== "value") raise("FilterArgumentError", 'You can only sort by either "key" or "value"');
  const at = by === "key" ? 0 : 1;
  const key = (item: Py): Py => {
    const part = item instanceof PyTuple ? (item.items[at] ?? null) : null;
    return truth(exact) ? part : ignoreCase(part);
  };
  const pairs = [...entriesOf(value)].map((pair) => new PyTuple(pair));
  return sorted(pairs, key, truth(backwards), rt.budget);
}

function entriesOf(value: Py): Iterable<[Py, Py]> {
  if (value instanceof Undefined) value.fail();
  if (!(value instanceof PyDict)) raise("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  return value.entries();
}

function first(value: Py, _given: Args, rt: Runtime): Py {
  for (const item of iterate(value, rt.budget)) return item;
  return rt.undefinedValue("No first item, sequence was empty.");
}

function last(value: Py, _given: Args, rt: Runtime): Py {
  if (value instanceof Undefined) value.use();
  if (value instanceof PyIterator || value instanceof PySet || tryIterable(value) === undefined) {
    raise("TypeError", `'${typeName(value)}' object is not reversible`);
  }
  if (value instanceof PyDict || value instanceof PyView) {
    return lastOf(listOf(value, rt.budget).at(-1), rt);
  }
  return lastOf(elementAt(value, -1n), rt);
}

function lastOf(found: Py | undefined, rt: Runtime): Py {
  return found === undefined ? rt.undefinedValue("No last item, sequence was empty.") : found;
}

function groupBy(value: Py, given: Args, rt: Runtime): Py {
  const parameters = ["attribute", "default", "case_sensitive"];
  const [attribute = null, otherwise = null, exact = false] = bind("do_groupby", parameters, 1, given);
  const lower = !truth(exact);
  const key = attributeGetter(attribute, rt, { lower, otherwise });
  const shown = attributeGetter(attribute, rt, { otherwise });
  const groups: { readonly key: Py; readonly items: Py[] }[] = [];
  for (const item of sorted(listOf(value, rt.budget), key, false, rt.budget)) {
    const group = groups.at(-1);
    const itemKey = key(item);
    if (group !== undefined && equal(group.key, itemKey, rt.budget)) group.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return groups.map((group) => {
    const [one = null] = group.items;
    return new PyTuple([lower ? shown(one) : group.key, group.items], ["grouper", "list"]);
  });
}

function items(value: Py): Py {
  if (value instanceof Undefined) return new PyIterator([].values());
  if (!(value instanceof PyDict)) {
    return new PyIterator(refusing("Can only get item pairs from a mapping."));
  }
  return new PyIterator([...value.entries()].map((pair) => new PyTuple(pair)).values());
}

// biome-ignore lint/correctness/useYield: Python's generator fails when it is read, not when it is made
function* refusing(message: string): Generator<Py> {
  raise("TypeError", message);
}

function join(value: Py, given: Args, rt: Runtime): Py {
  const [separator = "", attribute = null] = bind("do_join", ["d", "attribute"], 0, given);
  const get = attributeGetter(attribute, rt);
  const found = listOf(value, rt.budget).map(get);
  const safe = rt.autoescape && (separator instanceof Markup || found.some((item) => item instanceof Markup));
  const text = (item: Py): string => (safe ? escapeValue(item, rt.budget).text : str(item, rt.budget));
  const between = text(separator);
  let made = "";
  for (const [at, item] of found.entries()) {
    made += at === 0 ? text(item) : between + text(item);
    rt.budget.text(made.length);
  }
  return safe ? new Markup(made) : made;
}

/** Salt's `min` and `max` are Python's. @source salt/utils/jinja.py, lst_min */
function extreme(name: string, operator: "<" | ">", value: Py, rt: Runtime): Py {
  let found: Py | undefined;
  for (const item of iterate(value, rt.budget)) {
    if (found === undefined || ordered(item, operator, found, rt.budget)) found = item;
  }
  return found === undefined ? raise("ValueError", `${name}() arg is an empty sequence`) : found;
}

function random(value: Py, _given: Args, rt: Runtime): Py {
  const length = needLength(value);
  if (length === 0) return rt.undefinedValue("No random item, sequence was empty.");
  if (value instanceof PyDict) raise("KeyError", "0");
  return elementAt(value, BigInt(Math.floor(rt.random() * length))) ?? null;
}

function reverse(value: Py, _given: Args, rt: Runtime): Py {
  const text = asText(value);
  if (text !== undefined) {
    const made = Array.from(text).reverse().join("");
    return value instanceof Markup ? new Markup(made) : made;
  }
  if (value instanceof Undefined) value.use();
  if (tryIterable(value) === undefined) raise("FilterArgumentError", "argument must be iterable");
  const made = listOf(value, rt.budget).reverse();
  if (value instanceof PyIterator || value instanceof PySet) return made;
  return new PyIterator(made.values(), Array.isArray(value) ? "list_reverseiterator" : "reversed");
}

function slice(value: Py, given: Args, rt: Runtime): Py {
  const [count = 0n, fill = null] = bind("do_slice", ["slices", "fill_with"], 1, given);
  return new PyIterator(slices(value, needIndex(count), fill, rt));
}

function* slices(value: Py, count: number, fill: Py, rt: Runtime): Generator<Py> {
  const all = listOf(value, rt.budget);
  if (count === 0) raise("ZeroDivisionError", "integer division or modulo by zero");
  const each = Math.floor(all.length / count);
  const withExtra = all.length - each * count;
  let offset = 0;
  for (let at = 0; at < count; at += 1) {
    rt.budget.step();
    const start = offset + at * each;
    if (at < withExtra) offset += 1;
    const part = all.slice(start, offset + (at + 1) * each);
    if (fill !== null && at >= withExtra) part.push(fill);
    yield part;
  }
}

function sort(value: Py, given: Args, rt: Runtime): Py {
  const parameters = ["reverse", "case_sensitive", "attribute"];
  const [backwards = false, exact = false, attribute = null] = bind("do_sort", parameters, 0, given);
  const lower = !truth(exact);
  const text = asText(attribute);
  const getters = (text === undefined ? [attribute] : text.split(",")).map((path) =>
    attributeGetter(path, rt, { lower }),
  );
  return sorted(listOf(value, rt.budget), (item) => getters.map((get) => get(item)), truth(backwards), rt.budget);
}

function sum(value: Py, given: Args, rt: Runtime): Py {
  const [attribute = null, start = 0n] = bind("do_sum", ["attribute", "start"], 0, given);
  if (asText(start) !== undefined) raise("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
  const get = attributeGetter(attribute, rt);
  let total: Py = start;
  for (const item of iterate(value, rt.budget)) total = binary(total, "+", get(item), rt);
  return total;
}

/** Salt's `unique` is not Jinja2's: what can be a key gives a set. @source salt/utils/jinja.py, unique */
function unique(value: Py, _given: Args, rt: Runtime): Py {
  const isList = Array.isArray(value) || value instanceof PyDict || value instanceof PySet;
  if (!isList) return PySet.of(iterate(value, rt.budget));
  const made: Py[] = [];
  for (const item of iterate(value, rt.budget)) {
    if (!made.some((there) => equal(there, item, rt.budget))) made.push(item);
  }
  return made;
}
