import { raise } from "../errors.js";
import { equal } from "../objects/compare.js";
import { lengthOf } from "../objects/iterate.js";
import {
  type Args,
  type Py,
  PyFunction,
  PyIterator,
  PyObject,
  PyTuple,
  type Runtime,
  Undefined,
} from "../objects/types.js";

/** `loop` in the body of a `for`. @source jinja2/runtime.py, class LoopContext */
export class LoopContext extends PyObject {
  readonly typeName = "LoopContext";
  readonly #rt: Runtime;
  #rest: Iterator<Py>;
  readonly #depth0: number;
  readonly #over: Py | undefined;
  #index0 = -1;
  #length: number | undefined;
  #ahead: { readonly item: Py } | undefined;
  #current: Py | undefined;
  #before: Py | undefined;
  #lastChanged: readonly Py[] | undefined;

  /**
   * @param over what is looped over, where its length can be asked for
   * @param recurse renders the body for other items; only of a recursive loop
   */
  constructor(
    rt: Runtime,
    items: Iterator<Py>,
    over: Py | undefined,
    depth0: number,
    recurse?: (items: Py, depth0: number) => Py,
  ) {
    super();
    this.#rt = rt;
    this.#rest = items;
    this.#over = over;
    this.#depth0 = depth0;
    this.call = (_rt, given: Args) => {
      if (recurse === undefined) {
        raise("TypeError", "The loop must have the 'recursive' marker to be called recursively.");
      }
      return recurse(given.positional[0] ?? null, depth0 + 1);
    };
  }

  /** Goes on to the next item. */
  next(): { readonly item: Py } | undefined {
    const found = this.#peek();
    this.#ahead = undefined;
    if (found === undefined) return undefined;
    this.#index0 += 1;
    this.#before = this.#current;
    this.#current = found.item;
    return found;
  }

  #peek(): { readonly item: Py } | undefined {
    if (this.#ahead === undefined) {
      const found = this.#rest.next();
      if (found.done !== true) this.#ahead = { item: found.value };
    }
    return this.#ahead;
  }

  override length(): number {
    if (this.#length === undefined) {
      const known = this.#over === undefined || this.#over instanceof PyIterator ? undefined : lengthOf(this.#over);
      this.#length = known ?? this.#countRest();
    }
    return this.#length;
  }

  #countRest(): number {
    const items: Py[] = [];
    for (let found = this.#rest.next(); found.done !== true; found = this.#rest.next()) items.push(found.value);
    this.#rest = items.values();
    return items.length + this.#index0 + 1 + (this.#ahead === undefined ? 0 : 1);
  }

  override attribute(name: string): Py | undefined {
    switch (name) {
      case "index":
        return BigInt(this.#index0 + 1);
      case "index0":
        return BigInt(this.#index0);
      case "first":
        return this.#index0 === 0;
      case "last":
        return this.#peek() === undefined;
      case "length":
        return BigInt(this.length());
      case "revindex":
        return BigInt(this.length() - this.#index0);
      case "revindex0":
        return BigInt(this.length() - this.#index0 - 1);
      case "depth":
        return BigInt(this.#depth0 + 1);
      case "depth0":
        return BigInt(this.#depth0);
      case "previtem":
        return this.#index0 === 0 ? this.#rt.undefinedValue("there is no previous item") : this.#before;
      case "nextitem":
        return this.#next();
      case "cycle":
        return new PyFunction("LoopContext.cycle", (_rt, { positional }) => this.#cycle(positional), "bound method");
      case "changed":
        return new PyFunction(
          "LoopContext.changed",
          (_rt, { positional }) => this.#changed(positional),
          "bound method",
        );
      default:
        return undefined;
    }
  }

  #next(): Py {
    const found = this.#peek();
    return found === undefined ? this.#rt.undefinedValue("there is no next item") : found.item;
  }

  #cycle(values: readonly Py[]): Py {
    if (values.length === 0) raise("TypeError", "no items for cycling given");
    return values[this.#index0 % values.length] ?? null;
  }

  #changed(values: readonly Py[]): boolean {
    const before = this.#lastChanged;
    // Undefined values are equal to each other here, strict or not.
    const same = (a: Py, b: Py | undefined): boolean =>
      b !== undefined && (a instanceof Undefined ? b instanceof Undefined : equal(a, b, this.#rt.budget));
    if (before?.length === values.length && values.every((value, at) => same(value, before[at]))) return false;
    this.#lastChanged = values;
    return true;
  }

  override iterate(): Iterator<Py> {
    const next = (): IteratorResult<Py> => {
      const found = this.next();
      return found === undefined
        ? { done: true, value: undefined }
        : { done: false, value: new PyTuple([found.item, this]) };
    };
    return { next };
  }

  override repr(): string {
    return `<LoopContext ${this.#index0 + 1}/${this.length()}>`;
  }
}
