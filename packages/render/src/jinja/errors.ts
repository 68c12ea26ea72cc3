/** An exception as a template would see it. `kind` is the name of Python's or Jinja2's class. */
export class PyError extends Error {
  readonly kind: string;
  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PyError";
    this.kind = kind;
  }
}

export function raise(kind: string, message: string): never {
  throw new PyError(kind, message);
}

/** The text of the template is not a template. */
export class TemplateSyntaxError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.name = "TemplateSyntaxError";
    this.line = line;
  }
}

/** A template named by `include`, `import` or `extends` is not there. */
export class TemplateNotFound extends PyError {
  constructor(names: string) {
    super("TemplateNotFound", names);
  }
}
