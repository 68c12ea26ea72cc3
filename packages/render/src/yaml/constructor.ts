import { isMap as isMapValue, pythonText, type Value, type ValueMap } from "@salina/wire";
import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { RenderError } from "../values.js";
import { keyIdentity } from "./key-identity.js";
import type { ParsedYaml } from "./parse-document.js";
import { coreTypeOf, readBool, readFloat, readInt } from "./plain-scalar.js";

/** Values, aliases written out. */
const maxValues = 200_000;
const maxDepth = 100;
const core = "tag:yaml.org,2002:";

type Entry = readonly [key: Node | null, value: Node | null];
interface Built {
  readonly value: Value;
  /** How many values it is, written out. */
  readonly weight: number;
}

/** Makes values of a parsed document, each node once. */
export class Constructor {
  readonly #parsed: ParsedYaml;
  readonly #file: string;
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Node, Node>();
  readonly #built = new Map<Node, Built>();
  readonly #open = new Set<Node>();
  readonly #flat = new Map<YAMLMap, Entry[]>();
  #merged = 0;

  constructor(parsed: ParsedYaml, file: string) {
    this.#parsed = parsed;
    this.#file = file;
    this.#bindAliases(parsed.root, 0);
  }

  /** @throws RenderError */
  read(): Value {
    return this.#build(this.#parsed.root, 0).value;
  }

  /** An alias means the last anchor of its name before it. Depth is bounded here for all that follows. */
  #bindAliases(node: unknown, depth: number): void {
    if (depth > maxDepth) throw this.#fail(`nested more than ${maxDepth} deep`, node);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (!target) throw this.#fail(`found undefined alias '${node.source}'`, node);
      this.#targets.set(node, target);
      return;
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) this.#anchors.set(node.anchor, node);
    if (isSeq(node)) for (const item of node.items) this.#bindAliases(item, depth + 1);
    if (isMap(node)) {
      for (const pair of node.items) {
        this.#bindAliases(pair.key, depth + 1);
        this.#bindAliases(pair.value, depth + 1);
      }
    }
  }

  #follow(node: Node | null): Node | null {
    return (node && this.#targets.get(node)) ?? node;
  }

  #build(from: Node | null, depth: number): Built {
    const node = this.#follow(from);
    if (node === null) return { value: null, weight: 1 };
    const known = this.#built.get(node);
    if (known) return known;
    if (this.#open.has(node)) throw this.#fail("an anchor's value holds an alias of itself", from);
    if (depth > maxDepth) throw this.#fail(`nested more than ${maxDepth} deep, aliases written out`, node);
    this.#open.add(node);
    const built = this.#make(node, depth);
    this.#open.delete(node);
    if (built.weight > maxValues) throw this.#fail(`more than ${maxValues} values, aliases written out`, node);
    this.#built.set(node, built);
    return built;
  }

  #make(node: Node, depth: number): Built {
    const tag = this.#tagOf(node);
    if (isScalar(node)) return { value: this.#scalar(node, tag), weight: 1 };
    if (isSeq(node)) return this.#sequence(node, tag, depth);
    if (isMap(node)) return this.#mapping(node, tag, depth);
    throw this.#fail("this cannot stand here", node);
  }

  #tagOf(node: Node): string {
    const tag = (node as { tag?: string }).tag;
    if (tag !== undefined && tag !== "" && tag !== "!") return tag;
    if (isMap(node)) return `${core}map`;
    if (isSeq(node)) return `${core}seq`;
    const scalar = node as Scalar;
    // A lone `!` changes nothing for libyaml.
    const plain = (scalar.type ?? "PLAIN") === "PLAIN";
    return core + (plain ? coreTypeOf(textOf(scalar)) : "str");
  }

  #scalar(node: Scalar, tag: string): Value {
    const text = this.#textOf(node);
    const value = scalarOfTag(tag, text);
    if (value !== undefined) return value;
    if (scalarTags.has(tag)) throw this.#fail(`'${text}' cannot be read as ${tag}`, node);
    if (collectionTags.has(tag)) throw this.#fail(`expected a ${collectionTags.get(tag)} node, but found scalar`, node);
    throw this.#unknown(tag, node);
  }

  /** libyaml adds no newline to a block that the end of the text cuts off; the parser does. */
  #textOf(node: Scalar): string {
    const text = textOf(node);
    const whole = this.#parsed.text;
    const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
    const cutOff = isBlock && !whole.endsWith("\n") && (node.range?.[1] ?? 0) >= whole.length;
    return cutOff && text.endsWith("\n") ? text.slice(0, -1) : text;
  }

  #sequence(node: YAMLSeq, tag: string, depth: number): Built {
    if (tag !== `${core}seq` && tag !== `${core}pairs`) throw this.#misplaced(tag, "sequence", node);
    const value: Value[] = [];
    let weight = 1;
    for (const item of node.items) {
      const built = this.#build(item as Node | null, depth + 1);
      value.push(tag === `${core}pairs` ? this.#pair(built.value, item) : built.value);
      weight += built.weight;
    }
    return { value, weight };
  }

  #pair(value: Value, node: unknown): Value {
    const [only, ...more] = isMapValue(value) ? [...value] : [];
    if (only === undefined || more.length > 0) throw this.#fail("expected a mapping of length 1", node);
    return [...only];
  }

  #mapping(node: YAMLMap, tag: string, depth: number): Built {
    if (tag !== `${core}map` && tag !== `${core}omap` && tag !== `${core}set`)
      throw this.#misplaced(tag, "mapping", node);
    const value: ValueMap = new Map();
    const seen = new Set<string>();
    let weight = 1;
    for (const [keyNode, valueNode] of this.#flatten(node, depth)) {
      const key = this.#key(keyNode, depth);
      const built = this.#build(valueNode, depth + 1);
      const identity = keyIdentity(key);
      if (seen.has(identity)) throw this.#fail(`found conflicting ID '${pythonText(key)}'`, keyNode ?? node);
      seen.add(identity);
      value.set(key, built.value);
      weight += 1 + built.weight;
    }
    // On the wire a set of Python is a list.
    return tag === `${core}set` ? { value: [...value.keys()], weight } : { value, weight };
  }

  #key(node: Node | null, depth: number): Value {
    const followed = this.#follow(node);
    // A lone `=` is text as a key and nothing as a value.
    if (followed !== null && isScalar(followed) && this.#tagOf(followed) === `${core}value`) return textOf(followed);
    const key = this.#build(node, depth + 1).value;
    if (isMapValue(key)) throw this.#fail("found unacceptable key: a map (possible double curly-brace)", node);
    if (Array.isArray(key)) throw this.#fail("found unacceptable key: a list", node);
    return key;
  }

  /**
   * A map's entries with those of `<<` before them. Two merged maps with one key are a conflict for Salt.
   * @source salt/utils/yamlloader.py, flatten_mapping
   */
  #flatten(node: YAMLMap, depth: number): Entry[] {
    const known = this.#flat.get(node);
    if (known) return known;
    if (depth > maxDepth) throw this.#fail("a map is merged into itself", node);
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const value = pair.value as Node | null;
      if (key !== null && isScalar(key) && this.#tagOf(key) === `${core}merge`) {
        merged.push(...this.#mergedEntries(node, value, depth));
      } else own.push([key, value]);
    }
    const texts = new Set(own.map(([key]) => this.#keyText(key)));
    const entries = [...merged.filter(([key]) => !texts.has(this.#keyText(key))), ...own];
    this.#merged += entries.length;
    if (this.#merged > maxValues) throw this.#fail(`more than ${maxValues} values, merged maps written out`, node);
    this.#flat.set(node, entries);
    return entries;
  }

  #mergedEntries(into: YAMLMap, source: Node | null, depth: number): Entry[] {
    const from = this.#follow(source);
    if (isMap(from)) return this.#flatten(from, depth + 1);
    if (!isSeq(from)) {
      throw this.#fail(`expected a mapping or list of mappings for merging, but found scalar`, source ?? into);
    }
    const parts = from.items.map((item) => {
      const part = this.#follow(item as Node | null);
      if (isMap(part)) return this.#flatten(part, depth + 1);
      throw this.#fail(`expected a mapping for merging, but found ${isSeq(part) ? "sequence" : "scalar"}`, item);
    });
    return parts.reverse().flat();
  }

  /** Salt compares the text of keys here: `1` and `"1"` are one. */
  #keyText(key: Node | null): unknown {
    const node = this.#follow(key);
    if (node === null) return "";
    return isScalar(node) ? textOf(node) : node;
  }

  #misplaced(tag: string, found: string, node: Node): RenderError {
    const wanted = scalarTags.has(tag) ? "scalar" : collectionTags.get(tag);
    return wanted ? this.#fail(`expected a ${wanted} node, but found ${found}`, node) : this.#unknown(tag, node);
  }

  #unknown(tag: string, node: Node): RenderError {
    return this.#fail(`could not determine a constructor for the tag '${tag}'`, node);
  }

  #fail(reason: string, node: unknown): RenderError {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    return new RenderError(reason, this.#file, range ? this.#parsed.lineAt(range[0] ?? 0) : null);
  }
}

const scalarTags = new Set(
  ["null", "bool", "int", "float", "binary", "timestamp", "str", "python/unicode"].map((t) => core + t),
);
const collectionTags = new Map([
  [`${core}map`, "mapping"],
  [`${core}omap`, "mapping"],
  [`${core}set`, "mapping"],
  [`${core}seq`, "sequence"],
  [`${core}pairs`, "sequence"],
]);

/** Undefined where the text does not fit, or nobody knows the tag. */
function scalarOfTag(tag: string, text: string): Value | undefined {
  switch (tag) {
    case `${core}str`:
    case `${core}timestamp`:
    case `${core}python/unicode`:
      return text;
    case `${core}null`:
      return null;
    case `${core}bool`:
      return readBool(text);
    case `${core}int`:
      return readInt(text);
    case `${core}float`:
      return readFloat(text);
    case `${core}binary`:
      return Buffer.byteLength(text) === text.length
        ? Uint8Array.from(Buffer.from(text.replace(/[^A-Za-z0-9+/]/g, ""), "base64"))
        : undefined;
    default:
      return undefined;
  }
}

function textOf(node: Scalar): string {
  return typeof node.value === "string" ? node.value : (node.source ?? "");
}
