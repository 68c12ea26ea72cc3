import { positional } from "../arguments.js";
import { raise } from "../errors.js";
import { iterate } from "../objects/iterate.js";
import { repr } from "../objects/repr.js";
import { PySet } from "../objects/set.js";
import type { Args, Py, Runtime } from "../objects/types.js";
import type { Method, Methods } from "./method.js";

export const SET_METHODS: Methods<PySet> = new Map<string, Method<PySet>>([
  [
    "add",
    (self, given, rt) =>
      change("add", given, (one) => {
        rt.budget.elements(self.size + 1);
        self.add(one);
      }),
  ],
  ["discard", (self, given) => change("discard", given, (one) => void self.delete(one))],
  [
    "remove",
    (self, given, rt) =>
      change("remove", given, (one) => {
        if (!self.delete(one)) raise("KeyError", repr(one, rt.budget));
      }),
  ],
  ["copy", (self) => PySet.of(self.members())],
  ["union", (self, given, rt) => PySet.of([...self.members(), ...others(given, rt).flat()])],
  ["intersection", (self, given, rt) => kept(self, given, rt, (all, one) => all.every((set) => set.has(one)))],
  ["difference", (self, given, rt) => kept(self, given, rt, (all, one) => !all.some((set) => set.has(one)))],
  [
    "symmetric_difference",
    (self, given, rt) => {
      const other = PySet.of(others(given, rt).flat());
      const mine = [...self.members()].filter((one) => !other.has(one));
      return PySet.of([...mine, ...[...other.members()].filter((one) => !self.has(one))]);
    },
  ],
  [
    "issubset",
    (self, given, rt) => {
      const other = PySet.of(others(given, rt).flat());
      return [...self.members()].every((one) => other.has(one));
    },
  ],
  [
    "issuperset",
    (self, given, rt) =>
      others(given, rt)
        .flat()
        .every((one) => self.has(one)),
  ],
  [
    "isdisjoint",
    (self, given, rt) =>
      !others(given, rt)
        .flat()
        .some((one) => self.has(one)),
  ],
  [
    "update",
    (self, given, rt) => {
      for (const one of others(given, rt).flat()) self.add(one);
      return null;
    },
  ],
]);

function change(name: string, given: Args, work: (one: Py) => void): Py {
  const [one = null] = positional(name, 1, 1, given);
  work(one);
  return null;
}

function others(given: Args, rt: Runtime): Py[][] {
  return given.positional.map((other) => [...iterate(other, rt.budget)]);
}

function kept(self: PySet, given: Args, rt: Runtime, keep: (all: readonly PySet[], one: Py) => boolean): PySet {
  const all = others(given, rt).map((other) => PySet.of(other));
  return PySet.of([...self.members()].filter((one) => keep(all, one)));
}
