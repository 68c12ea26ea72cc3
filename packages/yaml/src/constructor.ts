import { isMap as isMapValue, pythonText, type Value, type ValueMap } from "@salina/wire";
import { core } from "./compose.js";
import { keyIdentity } from "./key-identity.js";
import { maxYamlDepth, maxYamlValues } from "./limits.js";
import type { MappingNode, NodeEntry, ScalarNode, SequenceNode, YamlNode } from "./node.js";
import { nodeText } from "./node-text.js";
import { readBool, readFloat, readInt } from "./plain-scalar.js";
import { type Mark, YamlFault } from "./yaml-fault.js";

interface Built {
  readonly value: Value;
  /** How many values it is, written out. */
  readonly weight: number;
}

/** Makes values of nodes, each node once. @throws YamlFault */
export class Constructor {
  readonly #built = new Map<YamlNode, Built>();
  readonly #open = new Set<YamlNode>();
  readonly #flat = new Map<MappingNode, NodeEntry[]>();
  #merged = 0;

  read(root: YamlNode): Value {
    return this.#build(root, 0).value;
  }

  #build(node: YamlNode, depth: number): Built {
    if (node.kind === "scalar") return { value: this.#scalar(node), weight: 1 };
    const known = this.#built.get(node);
    if (known) return known;
    if (this.#open.has(node)) throw limit("an anchor's value holds an alias of itself", node);
    if (depth > maxYamlDepth) throw limit(`nested more than ${maxYamlDepth} deep, aliases written out`, node);
    this.#open.add(node);
    const built = node.kind === "sequence" ? this.#sequence(node, depth) : this.#mapping(node, depth);
    this.#open.delete(node);
    if (built.weight > maxYamlValues) {
      throw limit(`more than ${maxYamlValues} keys and values, aliases written out`, node);
    }
    this.#built.set(node, built);
    return built;
  }

  #scalar(node: ScalarNode): Value {
    const { tag, text } = node;
    const value = scalarOfTag(tag, text);
    if (value !== undefined) return value;
    if (tag === `${core}binary`) throw fault("failed to decode base64 data: Incorrect padding", node);
    if (scalarTags.has(tag)) throw fault(`'${text}' cannot be read as ${tag}`, node);
    throw this.#misplaced(node, "scalar");
  }

  #sequence(node: SequenceNode, depth: number): Built {
    const isPairs = node.tag === `${core}pairs`;
    if (node.tag !== `${core}seq` && !isPairs) throw this.#misplaced(node, "sequence");
    const value: Value[] = [];
    let weight = 1;
    for (const item of node.items) {
      const built = this.#build(item, depth + 1);
      value.push(isPairs ? this.#pair(built.value, item) : built.value);
      weight += built.weight;
    }
    return { value, weight };
  }

  #pair(value: Value, node: YamlNode): Value {
    const [only, ...more] = isMapValue(value) ? [...value] : [];
    if (only === undefined || more.length > 0) throw fault("expected a mapping of length 1", node);
    return [...only];
  }

  #mapping(node: MappingNode, depth: number): Built {
    const { tag } = node;
    if (tag !== `${core}map` && tag !== `${core}omap` && tag !== `${core}set`) throw this.#misplaced(node, "mapping");
    const value: ValueMap = new Map();
    const seen = new Set<string>();
    let weight = 1;
    for (const [keyNode, valueNode] of this.#flatten(node, depth)) {
      const key = this.#key(keyNode, node, depth);
      const built = this.#build(valueNode, depth + 1);
      const identity = keyIdentity(key);
      if (seen.has(identity)) throw inMapping(`found conflicting ID '${pythonText(key)}'`, keyNode, node);
      seen.add(identity);
      value.set(key, built.value);
      weight += 1 + built.weight;
    }
    // On the wire a set of Python is a list.
    return tag === `${core}set` ? { value: [...value.keys()], weight } : { value, weight };
  }

  #key(key: YamlNode, of: MappingNode, depth: number): Value {
    if (key.kind !== "scalar" || collectionTags.has(key.tag)) {
      if (!collectionTags.has(key.tag)) throw this.#misplaced(key, key.kind);
      throw inMapping(`found unacceptable key ${nodeText(key)}`, key, of);
    }
    // A lone `=` is text as a key and nothing as a value.
    if (key.tag === `${core}value`) return key.text;
    return this.#build(key, depth + 1).value;
  }

  /**
   * A map's entries with those of `<<` before them. Two merged maps with one key are a conflict for Salt.
   * @source salt/utils/yamlloader.py, flatten_mapping
   */
  #flatten(node: MappingNode, depth: number): NodeEntry[] {
    const known = this.#flat.get(node);
    if (known) return known;
    if (depth > maxYamlDepth) throw limit("a map is merged into itself", node);
    const own: NodeEntry[] = [];
    const merged: NodeEntry[] = [];
    for (const entry of node.entries) {
      if (entry[0].tag === `${core}merge`) merged.push(...this.#mergedEntries(node, entry[1], depth));
      else own.push(entry);
      if (merged.length > maxYamlValues) throw limit(`more than ${maxYamlValues} merged keys`, node);
    }
    const texts = new Set(own.map(([key]) => textOfKey(key)));
    const entries = merged.length === 0 ? own : [...merged.filter(([key]) => !texts.has(textOfKey(key))), ...own];
    this.#merged += merged.length;
    if (this.#merged > maxYamlValues) throw limit(`more than ${maxYamlValues} merged keys`, node);
    this.#flat.set(node, entries);
    return entries;
  }

  #mergedEntries(into: MappingNode, from: YamlNode, depth: number): NodeEntry[] {
    if (from.kind === "mapping") return this.#flatten(from, depth + 1);
    if (from.kind === "scalar") {
      throw inMapping("expected a mapping or list of mappings for merging, but found scalar", from, into);
    }
    const parts = from.items.map((part) => {
      if (part.kind === "mapping") return this.#flatten(part, depth + 1);
      throw inMapping(`expected a mapping for merging, but found ${part.kind}`, part, into);
    });
    return parts.reverse().flat();
  }

  #misplaced(node: YamlNode, found: string): YamlFault {
    const wanted = scalarTags.has(node.tag) ? "scalar" : collectionTags.get(node.tag);
    return fault(
      wanted
        ? `expected a ${wanted} node, but found ${found}`
        : `could not determine a constructor for the tag '${node.tag}'`,
      node,
    );
  }
}

/** Salt compares the text of keys here: `1` and `"1"` are one. */
function textOfKey(key: YamlNode): unknown {
  return key.kind === "scalar" ? key.text : key;
}

const fault = (problem: string, at: { mark: Mark }) => new YamlFault("constructor", problem, at.mark);
const limit = (problem: string, at: { mark: Mark }) => new YamlFault("limit", problem, at.mark);
const inMapping = (problem: string, at: YamlNode, map: MappingNode) =>
  new YamlFault("constructor", problem, at.mark, "while constructing a mapping", map.mark);

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
      return readBinary(text);
    default:
      return undefined;
  }
}

/** Padding may be missing as a whole, as from Salt 3008 on. @source salt/utils/yamlloader.py, construct_yaml_binary */
function readBinary(text: string): Value | undefined {
  if (Buffer.byteLength(text) !== text.length) return undefined;
  const padded = text + "=".repeat((4 - (text.length % 4)) % 4);
  const digits = padded.replace(/[^A-Za-z0-9+/]/g, "");
  const padding = padded.length - padded.replaceAll("=", "").length;
  const wanted = (4 - (digits.length % 4)) % 4;
  return wanted === 3 || padding < wanted ? undefined : Uint8Array.from(Buffer.from(digits, "base64"));
}
