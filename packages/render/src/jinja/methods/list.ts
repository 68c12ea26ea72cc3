import { bind, positional } from "../arguments.js";
import { raise } from "../errors.js";
import { equal, sorted } from "../objects/compare.js";
import { listOf } from "../objects/iterate.js";
import { truth } from "../objects/truth.js";
import { type Args, args, needIndex, type Py, PyObject, type PyTuple, type Runtime } from "../objects/types.js";
import type { Methods } from "./method.js";

export const LIST_METHODS: Methods<Py[]> = new Map([
  ["append", append],
  ["extend", extend],
  ["insert", insert],
  ["pop", pop],
  ["remove", remove],
  ["clear", clear],
  ["copy", (self: Py[], given: Args) => none("copy", given, () => [...self])],
  [
    "reverse",
    (self: Py[], given: Args) =>
      none("reverse", given, () => {
        self.reverse();
        return null;
      }),
  ],
  ["sort", sort],
  ["index", index],
  ["count", count],
]);

export const TUPLE_METHODS: Methods<PyTuple> = new Map([
  ["index", (self, given, rt) => index(self.items, given, rt, "tuple")],
  ["count", (self, given, rt) => count(self.items, given, rt)],
]);

function none(name: string, given: Args, work: () => Py | undefined): Py {
  positional(name, 0, 0, given);
  return work() ?? null;
}

function append(self: Py[], given: Args, rt: Runtime): Py {
  const [value = null] = positional("append", 1, 1, given);
  rt.budget.elements(self.length >= rt.budget.limits.elements ? self.length + 1 : 1);
  self.push(value);
  return null;
}

function extend(self: Py[], given: Args, rt: Runtime): Py {
  const [value = null] = positional("extend", 1, 1, given);
  const more = listOf(value, rt.budget);
  rt.budget.elements(self.length + more.length);
  for (const item of more) self.push(item);
  return null;
}

function insert(self: Py[], given: Args, rt: Runtime): Py {
  const [at = 0n, value = null] = positional("insert", 2, 2, given);
  rt.budget.elements(self.length + 1);
  self.splice(needIndex(at), 0, value);
  return null;
}

function pop(self: Py[], given: Args): Py {
  const [at = -1n] = positional("pop", 0, 1, given);
  if (self.length === 0) raise("IndexError", "pop from empty list");
  const from = needIndex(at);
  const found = from < 0 ? from + self.length : from;
  if (found < 0 || found >= self.length) raise("IndexError", "pop index out of range");
  return self.splice(found, 1)[0] ?? null;
}

function remove(self: Py[], given: Args, rt: Runtime): Py {
  const [value = null] = positional("remove", 1, 1, given);
  const at = self.findIndex((item) => equal(item, value, rt.budget));
  if (at < 0) raise("ValueError", "list.remove(x): x not in list");
  self.splice(at, 1);
  return null;
}

function clear(self: Py[], given: Args): Py {
  positional("clear", 0, 0, given);
  self.length = 0;
  return null;
}

function sort(self: Py[], given: Args, rt: Runtime): Py {
  if (given.positional.length > 0) raise("TypeError", "sort() takes no positional arguments");
  const [key = null, reverse = false] = bind("sort", ["key", "reverse"], 0, given);
  const call = key instanceof PyObject ? key.call : undefined;
  if (key !== null && call === undefined) raise("TypeError", "the key of sort() is not callable");
  const by = call === undefined ? (item: Py): Py => item : (item: Py): Py => call(rt, args(item));
  const made = sorted(self, by, truth(reverse), rt.budget);
  self.splice(0, self.length, ...made);
  return null;
}

function index(self: readonly Py[], given: Args, rt: Runtime, kind = "list"): Py {
  const [value = null, start = 0n, stop = BigInt(self.length)] = positional("index", 1, 3, given);
  const bound = (at: Py): number => {
    const found = needIndex(at);
    return found < 0 ? Math.max(0, found + self.length) : found;
  };
  const last = Math.min(bound(stop), self.length);
  for (let at = bound(start); at < last; at += 1) {
    if (equal(self[at] ?? null, value, rt.budget)) return BigInt(at);
  }
  return raise("ValueError", kind === "list" ? "element is not in list" : "tuple.index(x): x not in tuple");
}

function count(self: readonly Py[], given: Args, rt: Runtime): Py {
  const [value = null] = positional("count", 1, 1, given);
  return BigInt(self.filter((item) => equal(item, value, rt.budget)).length);
}
