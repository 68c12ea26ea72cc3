import type { Budget } from "../budget.js";
import { PyError } from "../errors.js";
import { sorted } from "../objects/compare.js";
import { PyDict } from "../objects/dict.js";
import { repr } from "../objects/repr.js";
import { PySet } from "../objects/set.js";
import { type Py, PyTuple } from "../objects/types.js";

const WIDTH = 80;

/** Python's `pprint.pformat`. @source CPython Lib/pprint.py */
export function pprint(value: Py, budget: Budget): string {
  return new Printer(budget).format(value, 0, 0, 0);
}

class Printer {
  readonly #budget: Budget;
  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @param allowance how many characters must follow on the last line */
  format(value: Py, indent: number, allowance: number, level: number): string {
    const short = this.#repr(value);
    if (short.length <= WIDTH - indent - allowance || level > 100) return short;
    if (value instanceof PyDict) return this.#dict(value, indent, allowance, level + 1);
    if (Array.isArray(value)) return this.#items(value, "[", "]", indent, allowance, level + 1);
    if (value instanceof PyTuple) {
      return this.#items(value.items, "(", value.items.length === 1 ? ",)" : ")", indent, allowance, level + 1);
    }
    if (typeof value === "string") return this.#text(value, indent, allowance, level + 1);
    return short;
  }

  // Dicts are shown sorted, at every depth.
  #repr(value: Py): string {
    return repr(this.#ordered(value, 0), this.#budget);
  }

  #ordered(value: Py, depth: number): Py {
    this.#budget.step();
    if (depth > 100) return value;
    if (value instanceof PyDict) {
      return PyDict.of(this.#entries(value).map(([key, one]) => [key, this.#ordered(one, depth + 1)] as const));
    }
    if (Array.isArray(value)) return value.map((one) => this.#ordered(one, depth + 1));
    if (value instanceof PyTuple) return new PyTuple(value.items.map((one) => this.#ordered(one, depth + 1)));
    return value instanceof PySet ? PySet.of(this.#sorted([...value.members()])) : value;
  }

  #sorted(keys: readonly Py[]): readonly Py[] {
    try {
      return sorted(keys, (key) => key, false, this.#budget);
    } catch (error) {
      // Python then orders by the name of the class; what mixes them is rare.
      if (error instanceof PyError && error.kind === "TypeError") return keys;
      throw error;
    }
  }

  #entries(dict: PyDict): [Py, Py][] {
    return this.#sorted([...dict.keys()]).map((key) => [key, dict.get(key) ?? null]);
  }

  #dict(dict: PyDict, indent: number, allowance: number, level: number): string {
    const entries = this.#entries(dict);
    const lines = entries.map(([key, value], at) => {
      const name = this.#repr(key);
      const after = at === entries.length - 1 ? allowance + 1 : 1;
      return `${name}: ${this.format(value, indent + 1 + name.length + 2, after, level)}`;
    });
    return `{${lines.join(`,\n${" ".repeat(indent + 1)}`)}}`;
  }

  #items(items: readonly Py[], open: string, close: string, indent: number, allowance: number, level: number): string {
    const lines = items.map((item, at) => {
      const after = at === items.length - 1 ? allowance + close.length : 1;
      return this.format(item, indent + 1, after, level);
    });
    return `${open}${lines.join(`,\n${" ".repeat(indent + 1)}`)}${close}`;
  }

  #text(text: string, indent: number, allowance: number, level: number): string {
    const room = level === 1 ? 1 : 0;
    const inset = indent + room;
    const after = allowance + room;
    const chunks = this.#chunks(text, inset, after);
    if (chunks.length === 1) return chunks.join("");
    const made = chunks.join(`\n${" ".repeat(inset)}`);
    return level === 1 ? `(${made})` : made;
  }

  #chunks(text: string, indent: number, allowance: number): string[] {
    const chunks: string[] = [];
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    for (const [at, line] of lines.entries()) {
      const width = WIDTH - indent - (at === lines.length - 1 ? allowance : 0);
      if (repr(line, this.#budget).length <= width) {
        chunks.push(repr(line, this.#budget));
        continue;
      }
      const parts = line.match(/\S*\s*/g)?.filter((part) => part !== "") ?? [];
      let current = "";
      for (const [index, part] of parts.entries()) {
        const candidate = current + part;
        const isLast = at === lines.length - 1 && index === parts.length - 1;
        const limit = WIDTH - indent - (isLast ? allowance : 0);
        if (repr(candidate, this.#budget).length > limit && current !== "") {
          chunks.push(repr(current, this.#budget));
          current = part;
        } else current = candidate;
      }
      if (current !== "") chunks.push(repr(current, this.#budget));
    }
    return chunks;
  }
}
