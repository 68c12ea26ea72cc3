import { raise } from "../errors.js";
import { iterate, tryIterable } from "../objects/iterate.js";
import { type Py, typeName } from "../objects/types.js";
import type { Target } from "../template/ast.js";
import { assign, type Frame, lookUp } from "./frame.js";
import { Namespace } from "./namespace.js";

/** Gives a value to a name, to names, or to an attribute of a namespace. */
export function assignTarget(target: Target, value: Py, frame: Frame): void {
  switch (target.kind) {
    case "name":
      assign(frame, target.name, value);
      return;
    case "namespace": {
      const found = lookUp(frame, target.name);
      if (!(found instanceof Namespace)) {
        raise("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
      }
      found.assign(target.attribute, value);
      return;
    }
    case "tuple":
      unpack(target.items, value, frame);
      return;
  }
}

function unpack(targets: readonly Target[], value: Py, frame: Frame): void {
  if (tryIterable(value) === undefined) raise("TypeError", `cannot unpack non-iterable ${typeName(value)} object`);
  const items: Py[] = [];
  for (const item of iterate(value, frame.engine.budget)) {
    items.push(item);
    if (items.length > targets.length) {
      raise("ValueError", `too many values to unpack (expected ${targets.length})`);
    }
  }
  if (items.length < targets.length) {
    raise("ValueError", `not enough values to unpack (expected ${targets.length}, got ${items.length})`);
  }
  for (const [at, target] of targets.entries()) assignTarget(target, items[at] ?? null, frame);
}
