import { raise } from "../errors.js";
import type { Py, Runtime } from "../objects/types.js";
import type { BlockCode, ParserName, TemplateCode } from "../template/ast.js";
import type { Module } from "./module.js";

/** Names of one body: a loop, a macro, a `with`. */
export class Scope {
  readonly vars = new Map<string, Py>();
  readonly parent: Scope | undefined;
  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  find(name: string): Py | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const found = scope.vars.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Every visible name; inner ones hide outer ones. */
  collect(into: Map<string, Py>): void {
    this.parent?.collect(into);
    for (const [name, value] of this.vars) into.set(name, value);
  }
}

export interface BlockOf {
  readonly code: BlockCode;
  readonly template: TemplateCode;
}

/** The names of one template at its top level. @source jinja2/runtime.py, class Context */
export class Context {
  readonly vars = new Map<string, Py>();
  readonly exported = new Set<string>();
  readonly blocks = new Map<string, BlockOf[]>();
  readonly parent: ReadonlyMap<string, Py>;
  readonly name: string;

  constructor(parent: ReadonlyMap<string, Py>, name: string) {
    this.parent = parent;
    this.name = name;
  }

  resolve(name: string): Py | undefined {
    const own = this.vars.get(name);
    return own === undefined ? this.parent.get(name) : own;
  }

  all(): Map<string, Py> {
    return new Map([...this.parent, ...this.vars]);
  }

  addBlocks(template: TemplateCode): void {
    for (const [name, code] of template.blocks) {
      const there = this.blocks.get(name);
      if (there === undefined) this.blocks.set(name, [{ code, template }]);
      else there.push({ code, template });
    }
  }

  /** The same blocks with more names. */
  derived(more: ReadonlyMap<string, Py>): Context {
    const made = new Context(new Map([...this.all(), ...more]), this.name);
    for (const [name, blocks] of this.blocks) made.blocks.set(name, [...blocks]);
    return made;
  }
}

/** Where in which template the render is. */
export interface Position {
  file: string;
  line: number;
}

/** What running code needs of the render as a whole. */
export interface Engine extends Runtime {
  readonly position: Position;
  readonly globals: ReadonlyMap<string, Py>;
  /** Nesting of macro calls, loops that call themselves, and templates. */
  enter<T>(kind: "call" | "template", work: () => T): T;
  template(name: Py): TemplateCode;
  firstTemplate(names: readonly Py[]): TemplateCode;
  /** The module of a template that was imported without context; it is run once. */
  sharedModule(template: TemplateCode, make: () => Module): Module;
  load(parser: ParserName, value: Py): Py;
  undefinedName(name: string): Py;
}

/** Where code runs. */
export interface Frame {
  readonly engine: Engine;
  readonly template: TemplateCode;
  readonly context: Context;
  readonly scope: Scope | undefined;
  /** Assignments are the template's own names, which others can import. */
  readonly toplevel: boolean;
  /** Set by `extends`: from then on only blocks and assignments count. */
  readonly inheritance: { parent: TemplateCode | undefined } | undefined;
}

export function innerFrame(frame: Frame, scope = new Scope(frame.scope)): Frame & { readonly scope: Scope } {
  return { ...frame, scope, toplevel: false };
}

/** What the frame sees under a name; undefined where nothing is. */
export function lookUp(frame: Frame, name: string): Py | undefined {
  const inner = frame.scope?.find(name);
  return inner === undefined ? frame.context.resolve(name) : inner;
}

export function assign(frame: Frame, name: string, value: Py): void {
  if (frame.scope !== undefined && !frame.toplevel) {
    frame.scope.vars.set(name, value);
    return;
  }
  frame.context.vars.set(name, value);
  if (!name.startsWith("_")) frame.context.exported.add(name);
}

/** All names a frame sees, for templates that are included. */
export function visible(frame: Frame): Map<string, Py> {
  const made = frame.context.all();
  frame.scope?.collect(made);
  return made;
}

/** Text that is being made. */
export class Output {
  readonly #parts: string[] = [];
  #length = 0;

  add(text: string, engine: Engine): void {
    if (text === "") return;
    this.#length += text.length;
    if (this.#length > engine.budget.limits.textLength) {
      raise("LimitError", `the output is longer than ${engine.budget.limits.textLength} characters`);
    }
    this.#parts.push(text);
  }

  text(): string {
    return this.#parts.join("");
  }
}
