import { raise } from "../errors.js";
import { stringRepr } from "../objects/repr.js";
import { Markup, type Py, PyObject } from "../objects/types.js";
import type { BlockCode } from "../template/ast.js";
import { type BlockOf, type Context, type Engine, type Frame, Output, Scope, visible } from "./frame.js";
import type { RunBody } from "./macro.js";

/** The place of a block: what the last of the templates that extend each other put there. */
export function runBlock(code: BlockCode, frame: Frame, out: Output, run: RunBody): void {
  const stack = frame.context.blocks.get(code.name) ?? [{ code, template: frame.template }];
  const [first] = stack;
  if (first === undefined) return;
  if (code.required && stack.length < 2) raise("TemplateRuntimeError", `Required block '${code.name}' not found`);
  const context = code.scoped ? frame.context.derived(visible(frame)) : frame.context;
  runOne(stack, 0, context, frame.engine, out, run);
}

function runOne(
  stack: readonly BlockOf[],
  depth: number,
  context: Context,
  engine: Engine,
  out: Output,
  run: RunBody,
): void {
  const block = stack[depth];
  if (block === undefined) return;
  const scope = new Scope(undefined);
  scope.vars.set("self", new TemplateReference(context, engine, run));
  scope.vars.set("super", parentOf(stack, depth, context, engine, run));
  const { file, line } = engine.position;
  engine.position.file = block.template.file;
  engine.enter("call", () =>
    run(
      block.code.body,
      { engine, template: block.template, context, scope, toplevel: false, inheritance: undefined },
      out,
    ),
  );
  engine.position.file = file;
  engine.position.line = line;
}

function parentOf(stack: readonly BlockOf[], depth: number, context: Context, engine: Engine, run: RunBody): Py {
  if (depth + 1 < stack.length) return new BlockReference(stack, depth + 1, context, engine, run);
  return engine.undefinedValue(`there is no parent block called ${stringRepr(stack[depth]?.code.name ?? "")}.`);
}

/** `super` and `self.name`. @source jinja2/runtime.py, class BlockReference */
class BlockReference extends PyObject {
  readonly typeName = "BlockReference";
  readonly #parent: () => Py;

  constructor(stack: readonly BlockOf[], depth: number, context: Context, engine: Engine, run: RunBody) {
    super();
    this.#parent = () => parentOf(stack, depth, context, engine, run);
    this.call = () => {
      const out = new Output();
      runOne(stack, depth, context, engine, out, run);
      return engine.autoescape ? new Markup(out.text()) : out.text();
    };
  }

  override attribute(name: string): Py | undefined {
    return name === "super" ? this.#parent() : undefined;
  }
}

/** `self`. */
export class TemplateReference extends PyObject {
  readonly typeName = "TemplateReference";
  readonly #block: (name: string) => Py | undefined;

  constructor(context: Context, engine: Engine, run: RunBody) {
    super();
    this.#block = (name) => {
      const stack = context.blocks.get(name);
      return stack === undefined ? undefined : new BlockReference(stack, 0, context, engine, run);
    };
  }

  override item(key: Py): Py | undefined {
    return typeof key === "string" ? this.#block(key) : undefined;
  }
}
