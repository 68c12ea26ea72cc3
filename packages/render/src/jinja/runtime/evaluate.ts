import { attributeOf, callValue, itemOf, sliceItem } from "../attributes.js";
import { raise } from "../errors.js";
import { equal, ordered } from "../objects/compare.js";
import { contains } from "../objects/contains.js";
import { PyDict } from "../objects/dict.js";
import { escapeValue } from "../objects/escape.js";
import { iterate } from "../objects/iterate.js";
import { str } from "../objects/repr.js";
import { truth } from "../objects/truth.js";
import { type Args, Markup, NO_ARGS, type Py, PyTuple, typeName, Undefined } from "../objects/types.js";
import { binary, unary } from "../operators.js";
import type { CallArguments, CompareOperator, Expression, FilterCall } from "../template/ast.js";
import { type Frame, lookUp } from "./frame.js";

/** The value of an expression. @throws PyError */
export function evaluate(node: Expression, frame: Frame): Py {
  const { engine } = frame;
  engine.budget.step();
  switch (node.kind) {
    case "const":
      return node.value;
    case "name": {
      const found = lookUp(frame, node.name);
      return found === undefined ? engine.undefinedName(node.name) : found;
    }
    case "list":
      return node.items.map((item) => evaluate(item, frame));
    case "tuple":
      return new PyTuple(node.items.map((item) => evaluate(item, frame)));
    case "dict":
      return PyDict.of(node.pairs.map(([key, value]) => [evaluate(key, frame), evaluate(value, frame)] as const));
    case "condition":
      return condition(node, frame);
    case "or":
    case "and": {
      const left = evaluate(node.left, frame);
      return truth(left) === (node.kind === "or") ? left : evaluate(node.right, frame);
    }
    case "not":
      return !truth(evaluate(node.operand, frame));
    case "compare":
      return chain(node.first, node.rest, frame);
    case "binary":
      return binary(evaluate(node.left, frame), node.operator, evaluate(node.right, frame), engine);
    case "unary":
      return unary(node.operator, evaluate(node.operand, frame));
    case "concat":
      return concat(
        node.parts.map((part) => evaluate(part, frame)),
        frame,
      );
    case "attribute":
      return attributeOf(evaluate(node.object, frame), node.name, engine);
    case "item":
      return subscript(node.object, node.key, frame);
    case "slice":
      return raise("TypeError", "a slice can only stand alone between brackets");
    case "call":
      return callValue(evaluate(node.callee, frame), evaluateArguments(node.given, frame), engine);
    case "filter":
      return applyFilter(node, node.subject === undefined ? "" : evaluate(node.subject, frame), frame);
    case "test":
      if (!engine.hasTest(node.name)) raise("TemplateRuntimeError", `No test named '${node.name}' found.`);
      return engine.callTest(node.name, evaluate(node.subject, frame), evaluateArguments(node.given, frame));
  }
}

/** Runs a filter and those before it; the first of the chain gets the value where it has no subject. */
export function applyFilterChain(node: FilterCall, value: Py, frame: Frame): Py {
  const { subject } = node;
  return applyFilter(node, subject?.kind === "filter" ? applyFilterChain(subject, value, frame) : value, frame);
}

function applyFilter(node: FilterCall, value: Py, frame: Frame): Py {
  if (!frame.engine.hasFilter(node.name)) raise("TemplateRuntimeError", `No filter named '${node.name}' found.`);
  return frame.engine.callFilter(node.name, value, evaluateArguments(node.given, frame));
}

function condition(node: Expression & { kind: "condition" }, frame: Frame): Py {
  if (truth(evaluate(node.test, frame))) return evaluate(node.then, frame);
  if (node.otherwise !== undefined) return evaluate(node.otherwise, frame);
  // Jinja2 never makes this one strict.
  return new Undefined("the inline if-expression evaluated to false and no else section was defined.", false);
}

function chain(first: Expression, rest: readonly (readonly [CompareOperator, Expression])[], frame: Frame): boolean {
  let left = evaluate(first, frame);
  for (const [operator, expression] of rest) {
    const right = evaluate(expression, frame);
    if (!compare(left, operator, right, frame)) return false;
    left = right;
  }
  return true;
}

function compare(left: Py, operator: CompareOperator, right: Py, { engine: { budget } }: Frame): boolean {
  switch (operator) {
    case "==":
      return equal(left, right, budget);
    case "!=":
      return !equal(left, right, budget);
    case "in":
      return contains(right, left, budget);
    case "not in":
      return !contains(right, left, budget);
    default:
      return ordered(left, operator, right, budget);
  }
}

function concat(parts: readonly Py[], { engine }: Frame): Py {
  const safe = engine.autoescape && parts.some((part) => part instanceof Markup);
  let made = "";
  for (const part of parts) {
    made += safe ? escapeValue(part, engine.budget).text : str(part, engine.budget);
    engine.budget.text(made.length);
  }
  return safe ? new Markup(made) : made;
}

function subscript(objectNode: Expression, keyNode: Expression, frame: Frame): Py {
  const object = evaluate(objectNode, frame);
  if (keyNode.kind !== "slice") return itemOf(object, evaluate(keyNode, frame), frame.engine);
  const part = (node: Expression | undefined): Py => (node === undefined ? null : evaluate(node, frame));
  return sliceItem(
    object,
    { start: part(keyNode.start), stop: part(keyNode.stop), step: part(keyNode.step) },
    frame.engine,
  );
}

export function evaluateArguments(given: CallArguments, frame: Frame): Args {
  if (given.positional.length === 0 && given.named.length === 0 && !given.rest && !given.namedRest) return NO_ARGS;
  const positional = given.positional.map((node) => evaluate(node, frame));
  const named = new Map(given.named.map(([name, node]) => [name, evaluate(node, frame)] as const));
  const { budget } = frame.engine;
  if (given.rest !== undefined) for (const item of iterate(evaluate(given.rest, frame), budget)) positional.push(item);
  if (given.namedRest !== undefined) addNamed(evaluate(given.namedRest, frame), named);
  return { positional, named };
}

function addNamed(mapping: Py, named: Map<string, Py>): void {
  if (mapping instanceof Undefined) mapping.fail();
  if (!(mapping instanceof PyDict)) raise("TypeError", `argument after ** must be a mapping, not ${typeName(mapping)}`);
  for (const [key, value] of mapping.entries()) {
    if (typeof key !== "string") raise("TypeError", "keywords must be strings");
    if (named.has(key)) raise("TypeError", `got multiple values for keyword argument '${key}'`);
    named.set(key, value);
  }
}
