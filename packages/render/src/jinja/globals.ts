import { bind, positional } from "./arguments.js";
import { raise } from "./errors.js";
import { PyDict } from "./objects/dict.js";
import { iterate } from "./objects/iterate.js";
import { printed, str } from "./objects/repr.js";
import {
  type Args,
  asText,
  needInteger,
  type Py,
  PyFunction,
  PyObject,
  PyRange,
  type Runtime,
} from "./objects/types.js";
import { dictFrom } from "./operators.js";
import { Namespace } from "./runtime/namespace.js";

/** @source jinja2/sandbox.py */
const MAX_RANGE = 100_000;

/** The functions every template sees. @source jinja2/defaults.py; salt/utils/templates.py */
export function globalFunctions(): Map<string, Py> {
  const functions: readonly (readonly [string, (rt: Runtime, given: Args) => Py])[] = [
    ["range", range],
    ["dict", dict],
    ["odict", dict],
    ["namespace", (rt, given) => new Namespace(dict(rt, given))],
    ["cycler", (_rt, given) => new Cycler(given.positional)],
    ["joiner", (_rt, given) => new Joiner(bind("joiner", ["sep"], 0, given)[0] ?? ", ")],
    ["lipsum", () => raise("TypeError", "lipsum() is not available")],
    ["raise", fail],
  ];
  return new Map(functions.map(([name, call]) => [name, new PyFunction(name, call)]));
}

function range(_rt: Runtime, given: Args): Py {
  const [first = 0n, second, third] = positional("range", 1, 3, given);
  const start = second === undefined ? 0n : needInteger(first);
  const stop = needInteger(second ?? first);
  const step = third === undefined ? 1n : needInteger(third);
  if (step === 0n) raise("ValueError", "range() arg 3 must not be zero");
  const made = new PyRange(start, stop, step);
  if (made.length > MAX_RANGE) {
    raise("OverflowError", `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`);
  }
  return made;
}

function dict(rt: Runtime, given: Args): PyDict {
  const made = new PyDict();
  const [from] = given.positional;
  if (given.positional.length > 1)
    raise("TypeError", `dict expected at most 1 argument, got ${given.positional.length}`);
  if (from !== undefined) dictFrom(from, made, rt, (value) => iterate(value, rt.budget));
  for (const [key, value] of given.named) made.set(key, value);
  return made;
}

function fail(rt: Runtime, given: Args): Py {
  const [message = ""] = bind("jinja_raise", ["msg"], 1, given);
  return raise("TemplateError", asText(message) ?? printed(message, rt.budget));
}

/** @source jinja2/utils.py, class Cycler */
class Cycler extends PyObject {
  readonly typeName = "Cycler";
  readonly #items: readonly Py[];
  #at = 0;

  constructor(items: readonly Py[]) {
    super();
    if (items.length === 0) raise("RuntimeError", "at least one item has to be provided");
    this.#items = items;
  }

  override attribute(name: string): Py | undefined {
    if (name === "current") return this.#items[this.#at] ?? null;
    if (name === "pos") return BigInt(this.#at);
    if (name === "next") return new PyFunction("Cycler.next", () => this.#next(), "bound method");
    if (name !== "reset") return undefined;
    return new PyFunction("Cycler.reset", () => this.#reset(), "bound method");
  }

  #next(): Py {
    const found = this.#items[this.#at] ?? null;
    this.#at = (this.#at + 1) % this.#items.length;
    return found;
  }

  #reset(): Py {
    this.#at = 0;
    return null;
  }
}

/** @source jinja2/utils.py, class Joiner */
class Joiner extends PyObject {
  readonly typeName = "Joiner";

  constructor(separator: Py) {
    super();
    let used = false;
    this.call = (rt) => {
      const now = used ? separator : "";
      used = true;
      return asText(now) === undefined ? str(now, rt.budget) : now;
    };
  }
}
