import { PyDict } from "../objects/dict.js";
import { type Py, PyObject } from "../objects/types.js";

/** What `namespace()` makes: names that inner scopes can change. */
export class Namespace extends PyObject {
  readonly typeName = "Namespace";
  readonly #names: PyDict;

  constructor(names: PyDict) {
    super();
    this.#names = names;
  }

  override attribute(name: string): Py | undefined {
    return this.#names.get(name);
  }

  assign(name: string, value: Py): void {
    this.#names.set(name, value);
  }

  override repr(): string {
    return "<Namespace>";
  }
}

export function namespaceOf(entries: Iterable<readonly [Py, Py]>): Namespace {
  return new Namespace(PyDict.of(entries));
}
