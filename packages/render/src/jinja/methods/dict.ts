import { positional } from "../arguments.js";
import { raise } from "../errors.js";
import { PyDict } from "../objects/dict.js";
import { iterate } from "../objects/iterate.js";
import { repr } from "../objects/repr.js";
import { type Args, type Py, PyTuple, PyView, type Runtime } from "../objects/types.js";
import { dictFrom } from "../operators.js";
import type { Methods } from "./method.js";

export const DICT_METHODS: Methods<PyDict> = new Map([
  ["get", get],
  ["keys", (self: PyDict, given: Args) => view("keys", self, given)],
  ["values", (self: PyDict, given: Args) => view("values", self, given)],
  ["items", (self: PyDict, given: Args) => view("items", self, given)],
  ["pop", pop],
  ["popitem", popItem],
  ["setdefault", setDefault],
  ["update", update],
  ["clear", clear],
  ["copy", copy],
  ["fromkeys", fromKeys],
]);

function get(self: PyDict, given: Args): Py {
  const [key = null, otherwise = null] = positional("get", 1, 2, given);
  const found = self.get(key);
  return found === undefined ? otherwise : found;
}

function view(kind: "keys" | "values" | "items", self: PyDict, given: Args): Py {
  positional(kind, 0, 0, given);
  return new PyView(self, kind);
}

function pop(self: PyDict, given: Args, rt: Runtime): Py {
  const [key = null, otherwise] = positional("pop", 1, 2, given);
  const found = self.get(key);
  if (found === undefined && otherwise === undefined) raise("KeyError", repr(key, rt.budget));
  if (found === undefined) return otherwise ?? null;
  self.delete(key);
  return found;
}

function popItem(self: PyDict, given: Args): Py {
  positional("popitem", 0, 0, given);
  const last = [...self.entries()].at(-1);
  if (last === undefined) raise("KeyError", "'popitem(): dictionary is empty'");
  self.delete(last[0]);
  return new PyTuple(last);
}

function setDefault(self: PyDict, given: Args, rt: Runtime): Py {
  const [key = null, value = null] = positional("setdefault", 1, 2, given);
  const found = self.get(key);
  if (found !== undefined) return found;
  rt.budget.elements(self.size + 1);
  self.set(key, value);
  return value;
}

function update(self: PyDict, { positional: from, named }: Args, rt: Runtime): Py {
  if (from.length > 1) raise("TypeError", `update expected at most 1 argument, got ${from.length}`);
  const [value] = from;
  if (value !== undefined) dictFrom(value, self, rt, (pairs) => iterate(pairs, rt.budget));
  for (const [key, entry] of named) self.set(key, entry);
  return null;
}

function clear(self: PyDict, given: Args): Py {
  positional("clear", 0, 0, given);
  self.clear();
  return null;
}

function copy(self: PyDict, given: Args, rt: Runtime): Py {
  positional("copy", 0, 0, given);
  rt.budget.elements(self.size);
  return self.copy();
}

function fromKeys(_self: PyDict, given: Args, rt: Runtime): Py {
  const [keys = null, value = null] = positional("fromkeys", 1, 2, given);
  const made = new PyDict();
  for (const key of iterate(keys, rt.budget)) made.set(key, value);
  return made;
}
