import { tupleFilters } from "../salt-filters/index.js";
import type { TemplateOptions } from "../values.js";
import { Budget, DEFAULT_LIMITS } from "./budget.js";
import { PyError, raise, TemplateNotFound } from "./errors.js";
import type { PyFilter } from "./filters/filter.js";
import { BUILT_IN_FILTERS } from "./filters/index.js";
import { globalFunctions } from "./globals.js";
import { fromWire } from "./objects/convert.js";
import { PyDict } from "./objects/dict.js";
import { repr, str } from "./objects/repr.js";
import { type Args, asText, type Py, PyFunction, PyObject, typeName, Undefined } from "./objects/types.js";
import { fromContext, outsideFilter, outsideTest } from "./outside.js";
import type { Context, Engine, Position } from "./runtime/frame.js";
import type { Module } from "./runtime/module.js";
import type { ParserName, TemplateCode } from "./template/ast.js";
import { parseTemplate } from "./template/parser.js";
import type { Syntax } from "./template/syntax.js";
import { type TemplatePath, templatePath } from "./template-path.js";
import { type PyTest, TESTS } from "./tests.js";

/** One render: what its templates share. */
export class RenderEngine implements Engine {
  readonly budget: Budget;
  readonly position: Position;
  readonly globals: Map<string, Py>;
  autoescape = false;
  readonly random: () => number;
  readonly #options: TemplateOptions;
  readonly #syntax: Syntax;
  readonly #filters: Map<string, PyFilter>;
  readonly #tests: Map<string, PyTest>;
  readonly #templates = new Map<string, TemplateCode>();
  readonly #modules = new Map<TemplateCode, Module>();
  readonly #depths = { call: 0, template: 0 };

  constructor(options: TemplateOptions, syntax: Syntax, file: string) {
    const now = options.now ?? (() => performance.now());
    this.budget = new Budget({ ...DEFAULT_LIMITS, ...options.limits }, now);
    this.random = options.random ?? Math.random;
    this.position = { file, line: 1 };
    this.#options = options;
    this.#syntax = syntax;
    this.#filters = new Map(BUILT_IN_FILTERS);
    for (const [name, filter] of options.filters ?? []) {
      this.#filters.set(name, outsideFilter(filter, tupleFilters.has(name)));
    }
    for (const kind of ["yaml", "json", "text"] as const) {
      this.#filters.set(`load_${kind}`, (value) => this.load(kind, value));
    }
    this.#tests = new Map(TESTS);
    for (const [name, test] of options.tests ?? []) this.#tests.set(name, outsideTest(test));
    this.globals = globalFunctions();
    this.#setPath(templatePath(options.name, undefined));
    for (const [name, value] of options.context) this.globals.set(name, fromContext(name, value));
  }

  /** `show_full_context()`: the plain values among the names. */
  addFullContext(context: () => Context): void {
    const show = (): Py => PyDict.of([...context().all()].filter(([, value]) => !(value instanceof PyObject)));
    this.globals.set("show_full_context", new PyFunction("show_full_context", show));
  }

  undefinedValue(hint: string): Undefined {
    return new Undefined(hint, this.#options.strictUndefined ?? true);
  }

  undefinedName(name: string): Py {
    return this.undefinedValue(`'${name}' is undefined`);
  }

  missingAttribute(object: Py, name: Py): Undefined {
    const kind = object === null ? "None" : `${qualifiedName(object)} object`;
    const text = asText(name);
    if (text !== undefined) return this.undefinedValue(`'${kind}' has no attribute ${repr(text, this.budget)}`);
    return this.undefinedValue(`${kind} has no element ${repr(name, this.budget)}`);
  }

  hasFilter(name: string): boolean {
    return this.#filters.has(name);
  }

  hasTest(name: string): boolean {
    return this.#tests.has(name);
  }

  callFilter(name: string, value: Py, given: Args): Py {
    const filter = this.#filters.get(name) ?? raise("TemplateRuntimeError", `No filter named '${name}'.`);
    this.budget.step();
    return filter(value, given, this);
  }

  callTest(name: string, value: Py, given: Args): boolean {
    const test = this.#tests.get(name) ?? raise("TemplateRuntimeError", `No test named '${name}'.`);
    this.budget.step();
    return test(value, given, this);
  }

  enter<T>(kind: "call" | "template", work: () => T): T {
    const limit = kind === "call" ? this.budget.limits.callDepth : this.budget.limits.includeDepth;
    if (this.#depths[kind] >= limit) {
      raise("RecursionError", kind === "call" ? "calls are nested too deeply" : "templates are nested too deeply");
    }
    this.#depths[kind] += 1;
    try {
      return work();
    } finally {
      this.#depths[kind] -= 1;
    }
  }

  parse(source: string, name: string, file: string, isRoot = false): TemplateCode {
    this.budget.step(source.length >> 4);
    this.position.file = file;
    return parseTemplate(source, { name, file, isRoot }, this.#syntax, this);
  }

  template(name: Py): TemplateCode {
    if (name instanceof Undefined) name.fail();
    const text = asText(name);
    if (text === undefined) raise("TypeError", `the name of a template must be str, not ${typeName(name)}`);
    const tpldir = asText(this.globals.get("tpldir") ?? null);
    const found = templatePath(text, tpldir ?? undefined);
    if (found === undefined) throw new TemplateNotFound(text);
    const cached = this.#templates.get(found.path);
    if (cached !== undefined) return cached;
    const source = this.#options.loader.read(found.path);
    if (source === undefined) throw new TemplateNotFound(text);
    this.#setPath(found);
    const { file, line } = this.position;
    const code = this.parse(source.text, text, source.file);
    this.position.file = file;
    this.position.line = line;
    this.#templates.set(found.path, code);
    return code;
  }

  #setPath(path: TemplatePath | undefined): void {
    if (path === undefined) return;
    this.globals.set("tplfile", path.tplfile);
    this.globals.set("tpldir", path.tpldir);
    this.globals.set("tpldot", path.tpldir === "." ? "" : path.tpldir.replaceAll("/", "."));
  }

  firstTemplate(names: readonly Py[]): TemplateCode {
    for (const name of names) {
      try {
        return this.template(name);
      } catch (error) {
        if (!(error instanceof TemplateNotFound)) throw error;
      }
    }
    const list = names.map((name) => str(name, this.budget)).join(", ");
    throw new TemplateNotFound(
      names.length === 0
        ? "Tried to select from an empty list of templates."
        : `none of the templates given were found: ${list}`,
    );
  }

  sharedModule(template: TemplateCode, make: () => Module): Module {
    const found = this.#modules.get(template) ?? make();
    this.#modules.set(template, found);
    return found;
  }

  load(parser: ParserName, value: Py): Py {
    if (value instanceof Undefined) return value;
    if (parser === "text") return typeName(value) === "TemplateModule" ? str(value, this.budget) : value;
    const text = asText(value) ?? (typeName(value) === "TemplateModule" ? str(value, this.budget) : undefined);
    if (text === undefined) raise("TemplateRuntimeError", `Unable to load ${parser} from ${str(value, this.budget)}`);
    const { parsers } = this.#options;
    if (parsers === undefined) raise("TemplateRuntimeError", `there is no reader for ${parser}`);
    this.budget.step(text.length >> 4);
    try {
      return fromWire(parsers[parser](text, this.position.file));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message =
        parser === "json"
          ? `Unable to load json from ${text.slice(0, 1000)}`
          : `Encountered error loading yaml: ${reason}`;
      throw new PyError("TemplateRuntimeError", message, { cause: error });
    }
  }
}

const JINJA_CLASSES = new Map([
  ["LoopContext", "jinja2.runtime.LoopContext"],
  ["Macro", "jinja2.runtime.Macro"],
  ["BlockReference", "jinja2.runtime.BlockReference"],
  ["TemplateReference", "jinja2.runtime.TemplateReference"],
  ["TemplateModule", "jinja2.environment.TemplateModule"],
  ["Namespace", "jinja2.utils.Namespace"],
  ["Cycler", "jinja2.utils.Cycler"],
  ["Joiner", "jinja2.utils.Joiner"],
  ["Markup", "markupsafe.Markup"],
  ["LazyLoader", "salt.loader.lazy.LazyLoader"],
  ["LoadedMod", "salt.loader.lazy.LoadedMod"],
]);

function qualifiedName(object: Py): string {
  const name = typeName(object);
  return JINJA_CLASSES.get(name) ?? name;
}
