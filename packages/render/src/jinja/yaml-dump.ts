import { pythonFloat } from "@salina/wire";
import type { Budget } from "./budget.js";
import { PyError, raise } from "./errors.js";
import { sorted } from "./objects/compare.js";
import { PyDict } from "./objects/dict.js";
import { integerText } from "./objects/repr.js";
import { asText, type Py, PyTuple, typeName, Undefined } from "./objects/types.js";
import { YamlText } from "./yaml-text.js";

const MAX_DEPTH = 200;
const MAX_KEY_LENGTH = 128;

/** Where a node stands. */
type Place = "root" | "sequence" | "mapping" | "simpleKey";

/**
 * A document as Salt's `safe_dump` writes it.
 *
 * @param flow whether lists and dicts are in brackets; null: those that hold only plain scalars
 * @throws PyError for what YAML cannot hold
 * @source yaml/representer.py, class SafeRepresenter; libyaml emitter.c
 */
export function dumpYaml(value: Py, flow: boolean | null, budget: Budget): string {
  const dumper = new Dumper(flow, budget);
  dumper.countUses(value, 0);
  dumper.node(value, "root", 0);
  return dumper.text.finish();
}

class Dumper {
  readonly text: YamlText;
  readonly #flow: boolean | null;
  readonly #budget: Budget;
  readonly #uses = new Map<object, number>();
  readonly #anchors = new Map<object, string>();
  #nextAnchor = 1;

  constructor(flow: boolean | null, budget: Budget) {
    this.#flow = flow;
    this.#budget = budget;
    this.text = new YamlText(budget);
  }

  /** What stands in several places is written once and then referred to. */
  countUses(value: Py, depth: number): void {
    this.#budget.step();
    if (!isCollection(value)) return;
    if (depth > MAX_DEPTH) raise("RecursionError", "a value is nested too deeply for YAML");
    const uses = this.#uses.get(value) ?? 0;
    this.#uses.set(value, uses + 1);
    if (uses > 0) return;
    if (value instanceof PyDict) {
      for (const [key, entry] of value.entries()) {
        this.countUses(key, depth + 1);
        this.countUses(entry, depth + 1);
      }
    } else for (const item of itemsOf(value)) this.countUses(item, depth + 1);
  }

  node(value: Py, place: Place, depth: number): void {
    this.#budget.step();
    if (depth > MAX_DEPTH) raise("RecursionError", "a value is nested too deeply for YAML");
    if (!isCollection(value)) this.#scalar(value, place);
    else this.#collection(value, place, depth);
  }

  #collection(value: Py[] | PyTuple | PyDict, place: Place, depth: number): void {
    const anchor = this.#anchors.get(value);
    if (anchor !== undefined) {
      this.text.indicator(`*${anchor}`, { space: true });
      return;
    }
    if ((this.#uses.get(value) ?? 0) > 1 && !(value instanceof PyTuple && value.items.length === 0)) {
      const name = `id${String(this.#nextAnchor).padStart(3, "0")}`;
      this.#nextAnchor += 1;
      this.#anchors.set(value, name);
      this.text.indicator(`&${name}`, { space: true });
    }
    if (value instanceof PyDict) this.#mapping(value, place, depth);
    else this.#sequence(itemsOf(value), place, depth);
  }

  #isFlow(size: number, parts: readonly Py[]): boolean {
    if (this.text.flowLevel > 0 || size === 0) return true;
    return this.#flow ?? parts.every((part) => this.#isPlain(part));
  }

  #isPlain(value: Py): boolean {
    if (isCollection(value)) return false;
    const text = asText(value);
    return text === undefined || this.text.isPlain(text);
  }

  #sequence(items: readonly Py[], place: Place, depth: number): void {
    const { text } = this;
    if (this.#isFlow(items.length, items)) {
      text.open("[");
      for (const [at, item] of items.entries()) {
        text.flowItem(at);
        this.node(item, "sequence", depth + 1);
      }
      text.close("]");
      return;
    }
    text.indented(place === "mapping" && !text.atIndent, () => {
      for (const item of items) {
        text.newLine();
        text.indicator("-", { space: true, indent: true });
        this.node(item, "sequence", depth + 1);
      }
    });
  }

  #mapping(dict: PyDict, _place: Place, depth: number): void {
    const { text } = this;
    const entries = this.#sortedEntries(dict);
    if (this.#isFlow(entries.length, entries.flat())) {
      text.open("{");
      for (const [at, [key, value]] of entries.entries()) {
        text.flowItem(at);
        this.#entry(key, value, depth, true);
      }
      text.close("}");
      return;
    }
    text.indented(false, () => {
      for (const [key, value] of entries) {
        text.newLine();
        this.#entry(key, value, depth, false);
      }
    });
  }

  #entry(key: Py, value: Py, depth: number, flow: boolean): void {
    const { text } = this;
    if (this.#isSimpleKey(key)) {
      this.node(key, "simpleKey", depth + 1);
      text.indicator(":", {});
    } else {
      text.indicator("?", { space: true, indent: !flow });
      this.node(key, "mapping", depth + 1);
      if (flow) text.breakIfLong();
      else text.newLine();
      text.indicator(":", { space: true, indent: !flow });
    }
    this.node(value, "mapping", depth + 1);
  }

  #isSimpleKey(key: Py): boolean {
    if (isCollection(key)) return key instanceof PyDict ? key.size === 0 : itemsOf(key).length === 0;
    const text = asText(key);
    return text === undefined || (Buffer.byteLength(text) <= MAX_KEY_LENGTH && !/[\n\x85\u2028\u2029]/.test(text));
  }

  // A dict is written sorted; where its keys have no order, as it is.
  #sortedEntries(dict: PyDict): [Py, Py][] {
    const entries = [...dict.entries()];
    try {
      return sorted([...dict.keys()], (key) => key, false, this.#budget).map((key) => [key, dict.get(key) ?? null]);
    } catch (error) {
      if (error instanceof PyError && error.kind === "TypeError") return entries;
      throw error;
    }
  }

  #scalar(value: Py, place: Place): void {
    const text = asText(value);
    if (text !== undefined) {
      this.text.scalar(text, place === "simpleKey");
    } else if (value instanceof Uint8Array) {
      this.text.indicator("!!binary", { space: true });
      this.text.scalar(`${Buffer.from(value).toString("base64")}\n`, place === "simpleKey");
    } else {
      this.text.plain(scalarText(value));
    }
  }
}

function isCollection(value: Py): value is Py[] | PyTuple | PyDict {
  return Array.isArray(value) || value instanceof PyTuple || value instanceof PyDict;
}

function itemsOf(value: readonly Py[] | PyTuple | PyDict): readonly Py[] {
  if (value instanceof PyTuple) return value.items;
  return value instanceof PyDict ? [] : value;
}

function scalarText(value: Py): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return integerText(value);
  if (typeof value === "number") return floatText(value);
  if (value instanceof Undefined) value.fail();
  // Salt writes what it has no form for as this.
  return typeName(value) === "object" ? "null" : "NULL";
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = pythonFloat(value);
  return text.includes(".") ? text : text.replace("e", ".0e");
}
