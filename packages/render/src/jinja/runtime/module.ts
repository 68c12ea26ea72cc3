import { stringRepr } from "../objects/repr.js";
import { type Py, PyObject } from "../objects/types.js";

/** An imported template. Printed, it is the text the template made. @source jinja2/environment.py, class TemplateModule */
export class Module extends PyObject {
  readonly typeName = "TemplateModule";
  readonly #name: string;
  readonly #exported: ReadonlyMap<string, Py>;
  readonly body: string;

  constructor(name: string, exported: ReadonlyMap<string, Py>, body: string) {
    super();
    this.#name = name;
    this.#exported = exported;
    this.body = body;
  }

  override attribute(name: string): Py | undefined {
    return this.#exported.get(name);
  }

  override text(): string {
    return this.body;
  }

  override repr(): string {
    return `<TemplateModule ${stringRepr(this.#name)}>`;
  }
}
