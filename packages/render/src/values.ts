import type { Value } from "@salina/wire";
import type { RenderLimits } from "./jinja/budget.js";

/** What a template can call: `salt['pillar.get']('a', default=1)`. Throws an Error whose message goes into the render error. */
export type TemplateFunction = (args: readonly Value[], kwargs: ReadonlyMap<string, Value>) => Value;

/** What `salt` is in a template: `salt['a.b']()` and `salt.a.b()` both find `a.b`. */
export class FunctionTable {
  readonly find: (name: string) => TemplateFunction | undefined;
  constructor(find: (name: string) => TemplateFunction | undefined) {
    this.find = find;
  }
}

/** What a template sees under a name. */
export type ContextValue = Value | TemplateFunction | FunctionTable;

/** A filter or test by name: `value|name(args, key=kwarg)`. */
export type Filter = (value: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value>) => Value;

export interface TemplateSource {
  readonly text: string;
  /** For messages. */
  readonly file: string;
}

/** Gives the templates that `include`, `import` and `extends` name: paths relative to the file roots, `/` between parts. */
export interface TemplateLoader {
  /** @returns undefined where there is none */
  read(path: string): TemplateSource | undefined;
}

export interface TemplateOptions {
  /** Path relative to the root, as `import` would name it: what relative imports and `tpldir` start from. */
  readonly name: string;
  readonly context: ReadonlyMap<string, ContextValue>;
  readonly loader: TemplateLoader;
  readonly filters?: ReadonlyMap<string, Filter>;
  readonly tests?: ReadonlyMap<string, Filter>;
  readonly trimBlocks?: boolean;
  readonly lstripBlocks?: boolean;
  /** An undefined name is an error when it is printed. Salt's default for SLS files. */
  readonly strictUndefined?: boolean;
  /** What `load_yaml`, `import_json` and their kin read with. Without one they fail. */
  readonly parsers?: TemplateParsers;
  /** Salt's `jinja_env` or `jinja_sls_env`: names of Jinja2's environment options, `line_statement_prefix` and others. */
  readonly environment?: ReadonlyMap<string, Value>;
  /** How much a render may use; what is left out has a default. */
  readonly limits?: Partial<RenderLimits>;
  /** Milliseconds of a clock that only goes forward; for the limit on time. */
  readonly now?: () => number;
  /** From 0 to below 1; for the filter `random`. */
  readonly random?: () => number;
}

/** Readers that throw an Error, or a RenderError, for text they cannot read. @param file for messages */
export interface TemplateParsers {
  yaml(text: string, file: string): Value;
  json(text: string, file: string): Value;
}

/** A template, or what came out of it, cannot be read. `message` names file and line. */
export class RenderError extends Error {
  readonly file: string;
  /** From 1; null where it is not known. */
  readonly line: number | null;
  readonly reason: string;
  constructor(reason: string, file: string, line: number | null, options?: ErrorOptions) {
    super(`${file}${line === null ? "" : `:${line}`}: ${reason}`, options);
    this.name = "RenderError";
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}
