import { callValue } from "../attributes.js";
import { raise, TemplateNotFound } from "../errors.js";
import { escapeValue } from "../objects/escape.js";
import { iterate, listOf } from "../objects/iterate.js";
import { printed } from "../objects/repr.js";
import { truth } from "../objects/truth.js";
import { asText, Markup, type Py, PyTuple } from "../objects/types.js";
import type { Statement } from "../template/ast.js";
import { assignTarget } from "./assign.js";
import { runBlock } from "./blocks.js";
import { applyFilterChain, evaluate, evaluateArguments } from "./evaluate.js";
import { assign, type Frame, innerFrame, Output, Scope } from "./frame.js";
import { importModule, includeTemplate } from "./inclusion.js";
import { LoopContext } from "./loop.js";
import { Macro } from "./macro.js";

/** How a body ended. */
export type Outcome = "done" | "break" | "continue";

type Of<Kind> = Statement & { readonly kind: Kind };

/** Runs statements; what they print goes to `out`. @throws PyError */
export function execute(body: readonly Statement[], frame: Frame, out: Output): Outcome {
  for (const statement of body) {
    const outcome = run(statement, frame, out);
    if (outcome !== "done") return outcome;
  }
  return "done";
}

function run(statement: Statement, frame: Frame, out: Output): Outcome {
  const { engine } = frame;
  engine.budget.step();
  if (statement.kind !== "text") engine.position.line = statement.line;
  switch (statement.kind) {
    case "text":
      if (frame.inheritance?.parent === undefined) out.add(statement.text, engine);
      return "done";
    case "output":
      if (frame.inheritance?.parent === undefined) print(evaluate(statement.value, frame), frame, out);
      return "done";
    case "if":
      return runIf(statement, frame, out);
    case "for":
      runFor(statement, frame, out);
      return "done";
    case "set":
      assignTarget(statement.target, evaluate(statement.value, frame), frame);
      return "done";
    case "setBlock":
      setBlock(statement, frame);
      return "done";
    case "with":
      return runWith(statement, frame, out);
    case "autoescape":
      return runAutoescape(statement, frame, out);
    case "macro":
      assign(frame, statement.code.name ?? "", new Macro(statement.code, frame, execute));
      return "done";
    case "call":
      runCall(statement, frame, out);
      return "done";
    case "filterBlock":
      filterBlock(statement, frame, out);
      return "done";
    case "block":
      if (!frame.toplevel || frame.inheritance?.parent === undefined) runBlock(statement.code, frame, out, execute);
      return "done";
    case "extends":
      extend(statement, frame);
      return "done";
    case "include":
      runInclude(statement, frame, out);
      return "done";
    case "import":
      runImport(statement, frame);
      return "done";
    case "fromImport":
      runFromImport(statement, frame);
      return "done";
    case "load":
      load(statement, frame);
      return "done";
    case "profile":
      evaluate(statement.label, frame);
      return execute(statement.body, frame, out);
    case "do":
      evaluate(statement.value, frame);
      return "done";
    case "break":
    case "continue":
      return statement.kind;
  }
}

function print(value: Py, { engine }: Frame, out: Output): void {
  if (engine.autoescape) out.add(escapeValue(value, engine.budget).text, engine);
  else out.add(printed(value, engine.budget), engine);
}

function runIf(statement: Of<"if">, frame: Frame, out: Output): Outcome {
  for (const [at, [test, body]] of statement.branches.entries()) {
    if (at > 0) frame.engine.position.line = test.line;
    if (truth(evaluate(test, frame))) return execute(body, frame, out);
  }
  return execute(statement.otherwise, frame, out);
}

function runFor(statement: Of<"for">, frame: Frame, out: Output): void {
  const over = evaluate(statement.over, frame);
  if (statement.recursive) {
    const made = recurse(statement, frame, over, 0);
    out.add(asText(made) ?? "", frame.engine);
  } else {
    loop(statement, frame, over, 0, out);
  }
}

/** The text a recursive loop makes of some items. */
function recurse(statement: Of<"for">, frame: Frame, over: Py, depth0: number): Py {
  const { engine } = frame;
  const { line } = engine.position;
  const inner = new Output();
  engine.enter("call", () => loop(statement, { ...frame, inheritance: undefined }, over, depth0, inner));
  engine.position.line = line;
  return engine.autoescape ? new Markup(inner.text()) : inner.text();
}

function loop(statement: Of<"for">, frame: Frame, over: Py, depth0: number, out: Output): void {
  const { engine } = frame;
  const items = iterate(over, engine.budget);
  const again = (more: Py, depth: number): Py => recurse(statement, frame, more, depth);
  const context = new LoopContext(
    engine,
    statement.test === undefined ? items : filtered(statement, items, frame),
    statement.test === undefined ? over : undefined,
    depth0,
    ...(statement.recursive ? [again] : []),
  );
  let empty = true;
  for (let found = context.next(); found !== undefined; found = context.next()) {
    empty = false;
    const inner = innerFrame(frame);
    if (statement.usesLoop) inner.scope.vars.set("loop", context);
    assignTarget(statement.target, found.item, inner);
    if (execute(statement.body, inner, out) === "break") break;
    engine.position.line = statement.line;
  }
  if (empty) execute(statement.otherwise, innerFrame(frame), out);
}

function* filtered(statement: Of<"for">, items: Iterable<Py>, frame: Frame): Generator<Py> {
  if (statement.test === undefined) return;
  for (const item of items) {
    const inner = innerFrame(frame);
    assignTarget(statement.target, item, inner);
    if (truth(evaluate(statement.test, inner))) yield item;
  }
}

/** The text of a body that is not printed where it stands. */
function captured(body: readonly Statement[], frame: Frame): Py {
  const out = new Output();
  execute(body, frame, out);
  return frame.engine.autoescape ? new Markup(out.text()) : out.text();
}

function setBlock(statement: Of<"setBlock">, frame: Frame): void {
  const inner = innerFrame({ ...frame, inheritance: undefined });
  const text = captured(statement.body, inner);
  frame.engine.position.line = statement.line;
  const value = statement.filter === undefined ? text : applyFilterChain(statement.filter, text, inner);
  assignTarget(statement.target, value, frame);
}

function runWith(statement: Of<"with">, frame: Frame, out: Output): Outcome {
  const inner = innerFrame(frame);
  for (const [target, expression] of statement.values) assignTarget(target, evaluate(expression, frame), inner);
  return execute(statement.body, inner, out);
}

function runAutoescape(statement: Of<"autoescape">, frame: Frame, out: Output): Outcome {
  const { engine } = frame;
  const before = engine.autoescape;
  engine.autoescape = truth(evaluate(statement.on, frame));
  const outcome = execute(statement.body, innerFrame(frame), out);
  engine.autoescape = before;
  return outcome;
}

function runCall(statement: Of<"call">, frame: Frame, out: Output): void {
  const { callee, given } = statement.call;
  const { positional, named } = evaluateArguments(given, frame);
  const caller = new Macro(statement.code, frame, execute);
  const withCaller = { positional, named: new Map([...named, ["caller", caller] as const]) };
  print(callValue(evaluate(callee, frame), withCaller, frame.engine), frame, out);
}

function filterBlock(statement: Of<"filterBlock">, frame: Frame, out: Output): void {
  const inner = innerFrame(frame);
  const text = captured(statement.body, inner);
  frame.engine.position.line = statement.line;
  print(applyFilterChain(statement.filter, text, inner), frame, out);
}

function extend(statement: Of<"extends">, { engine, context, inheritance, ...frame }: Frame): void {
  const template = engine.template(evaluate(statement.template, { engine, context, inheritance, ...frame }));
  if (inheritance?.parent !== undefined) raise("TemplateRuntimeError", "extended multiple times");
  context.addBlocks(template);
  if (inheritance !== undefined) inheritance.parent = template;
}

function runInclude(statement: Of<"include">, frame: Frame, out: Output): void {
  const { engine } = frame;
  const wanted = evaluate(statement.template, frame);
  const many = Array.isArray(wanted) || wanted instanceof PyTuple;
  try {
    const template = many ? engine.firstTemplate(listOf(wanted, engine.budget)) : engine.template(wanted);
    includeTemplate(template, frame, statement.withContext, out, execute);
  } catch (error) {
    if (!(statement.ignoreMissing && error instanceof TemplateNotFound)) throw error;
  }
}

function runImport(statement: Of<"import">, frame: Frame): void {
  const { engine } = frame;
  const module = importModule(
    engine.template(evaluate(statement.template, frame)),
    frame,
    statement.withContext,
    execute,
  );
  if (statement.parser === undefined) {
    assign(frame, statement.target, module);
    if (frame.toplevel) frame.context.exported.delete(statement.target);
  } else {
    assign(frame, statement.target, engine.load(statement.parser, module));
  }
}

function runFromImport(statement: Of<"fromImport">, frame: Frame): void {
  const { engine } = frame;
  const template = engine.template(evaluate(statement.template, frame));
  const module = importModule(template, frame, statement.withContext, execute);
  for (const [name, alias] of statement.names) {
    const place = `line ${statement.line}${frame.template.isRoot ? "" : ` in '${frame.template.name}'`}`;
    const missing = `the template '${template.name}' (imported on ${place}) does not export the requested name '${name}'`;
    const found = module.attribute(name);
    assign(frame, alias, found === undefined ? engine.undefinedValue(missing) : found);
    if (frame.toplevel) frame.context.exported.delete(alias);
  }
}

// Salt makes the body of `load_yaml` a macro, so it sees the names around it.
function load(statement: Of<"load">, frame: Frame): void {
  const inner = innerFrame({ ...frame, inheritance: undefined }, new Scope(frame.scope));
  const text = captured(statement.body, inner);
  frame.engine.position.line = statement.line;
  assignTarget(statement.target, frame.engine.load(statement.parser, text), frame);
}
