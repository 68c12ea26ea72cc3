import type { Py } from "../objects/types.js";
import type { TemplateCode } from "../template/ast.js";
import { TemplateReference } from "./blocks.js";
import { Context, type Engine, type Frame, Output, Scope, visible } from "./frame.js";
import type { RunBody } from "./macro.js";
import { Module } from "./module.js";

/** Runs a whole template, and those it extends. */
export function runTemplate(template: TemplateCode, context: Context, engine: Engine, out: Output, run: RunBody): void {
  const { file, line } = engine.position;
  engine.enter("template", () => {
    let current: TemplateCode | undefined = template;
    while (current !== undefined) {
      engine.position.file = current.file;
      const inheritance: { parent: TemplateCode | undefined } = { parent: undefined };
      const scope = new Scope(undefined);
      scope.vars.set("self", new TemplateReference(context, engine, run));
      run(current.body, { engine, template: current, context, scope, toplevel: true, inheritance }, out);
      current = inheritance.parent;
      engine.budget.step(100);
    }
  });
  engine.position.file = file;
  engine.position.line = line;
}

export function newContext(template: TemplateCode, parent: ReadonlyMap<string, Py>): Context {
  const context = new Context(parent, template.name);
  context.addBlocks(template);
  return context;
}

/** `include` */
export function includeTemplate(
  template: TemplateCode,
  frame: Frame,
  withContext: boolean,
  out: Output,
  run: RunBody,
): void {
  const { engine } = frame;
  if (withContext) runTemplate(template, newContext(template, visible(frame)), engine, out, run);
  else out.add(importModule(template, frame, false, run).body, engine);
}

/** `import` */
export function importModule(template: TemplateCode, frame: Frame, withContext: boolean, run: RunBody): Module {
  const { engine } = frame;
  const make = (): Module => moduleOf(template, withContext ? visible(frame) : engine.globals, engine, run);
  return withContext ? make() : engine.sharedModule(template, make);
}

function moduleOf(template: TemplateCode, names: ReadonlyMap<string, Py>, engine: Engine, run: RunBody): Module {
  const context = newContext(template, names);
  const out = new Output();
  runTemplate(template, context, engine, out, run);
  const exported = new Map([...context.vars].filter(([name]) => context.exported.has(name)));
  return new Module(template.name, exported, out.text());
}
