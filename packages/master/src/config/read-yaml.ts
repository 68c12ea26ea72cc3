import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
  type Scalar as YamlScalar,
} from "yaml";
import { bad, type ConfigFault, good, type Place, type Result } from "./fault.js";
import type { Entry, List, Mapping, Node, Scalar } from "./tree.js";

/** Values in one file, aliases written out: against the billion laughs. */
const maxNodes = 100_000;
const maxDepth = 64;

/**
 * Reads a config file as Salt does: YAML 1.1 without timestamps, and a leading zero does not make a number octal.
 * Never throws.
 * @source salt/utils/yamlloader.py, class SaltYamlSafeLoader
 */
export function readYaml(text: string, file: string): Result<Mapping> {
  const start: Place = { file, line: 1, column: 1 };
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, {
      version: "1.1",
      merge: true,
      uniqueKeys: true,
      prettyErrors: false,
      lineCounter: lines,
      // "silent" would let further documents in one file pass unread.
      logLevel: "error",
      customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !unwantedTags.has(tag.tag)),
    });
    const reader = new Reader(file, lines, document);
    // A tag that nobody knows is only a warning of the library; Salt refuses it too.
    const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (first) return bad(reader.at(first.pos[0]), `not valid YAML: ${first.message.split("\n")[0] ?? ""}`);
    if (document.contents === null) return good({ kind: "mapping", entries: new Map(), place: start });
    const root = reader.read(document.contents, 0);
    if (root.kind === "mapping") return good(root);
    if (root.kind === "scalar" && root.value === null)
      return good({ kind: "mapping", entries: new Map(), place: start });
    return bad(root.place, "expected `option: value` lines");
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: error.fault };
    return bad(start, "not valid YAML: it is nested too deeply or is beyond the parser");
  }
}

const unwantedTags: ReadonlySet<string> = new Set(["tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:binary"]);

/** Ends the reading from within; never leaves this file. */
class Refusal extends Error {
  readonly fault: ConfigFault;
  constructor(place: Place, text: string) {
    super(text);
    this.fault = bad(place, text).fault;
  }
}

class Reader {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #document: Document;
  #nodes = 0;

  constructor(file: string, lines: LineCounter, document: Document) {
    this.#file = file;
    this.#lines = lines;
    this.#document = document;
  }

  at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  read(node: unknown, depth: number): Node {
    const place = this.#placeOf(node);
    if (++this.#nodes > maxNodes) throw new Refusal(place, `more than ${maxNodes} values, aliases written out`);
    if (depth > maxDepth) throw new Refusal(place, `nested more than ${maxDepth} deep`);
    if (isAlias(node)) return this.read(this.#resolve(node, place), depth + 1);
    if (isScalar(node)) return this.#scalar(node, place);
    if (isSeq(node)) return this.#list(node, place, depth);
    if (isMap(node)) return this.#mapping(node, place, depth);
    return { kind: "scalar", value: null, source: "", place };
  }

  #placeOf(node: unknown): Place {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    return this.at(range?.[0] ?? 0);
  }

  #resolve(alias: Alias, place: Place): unknown {
    const found = alias.resolve(this.#document);
    if (found === undefined) throw new Refusal(place, `there is no anchor \`&${alias.source}\` before this alias`);
    return found;
  }

  #scalar(node: YamlScalar, place: Place): Scalar {
    const { value, source = "" } = node;
    if (value === null || typeof value === "boolean" || typeof value === "string") {
      return { kind: "scalar", value, source, place };
    }
    if (typeof value === "number" && node.type === "PLAIN" && /^0\d+$/.test(source)) {
      return { kind: "scalar", value: Number.parseInt(source, 10), source, place };
    }
    if (typeof value === "number") return { kind: "scalar", value, source, place };
    return { kind: "scalar", value: source, source, place };
  }

  #list(node: YAMLSeq, place: Place, depth: number): List {
    return { kind: "list", items: node.items.map((item) => this.read(item, depth + 1)), place };
  }

  #mapping(node: YAMLMap, place: Place, depth: number): Mapping {
    const entries = new Map<string, Entry>();
    const merged: Mapping[] = [];
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) merged.push(...this.#merged(pair, depth));
      else {
        const key = this.read(pair.key, depth + 1);
        if (key.kind !== "scalar") throw new Refusal(key.place, "an option's name must be text");
        const name = key.value === null ? "null" : String(key.value);
        // The library compares keys before they are text: `1` and `"1"` are one option to us.
        if (entries.has(name)) throw new Refusal(key.place, `the option \`${name}\` stands here twice`);
        entries.set(name, { place: key.place, value: this.read(pair.value, depth + 1) });
      }
    }
    // Keys of the map itself win, then those of the first merged map.
    for (const from of merged) {
      for (const [name, entry] of from.entries) if (!entries.has(name)) entries.set(name, entry);
    }
    return { kind: "mapping", entries, place };
  }

  #merged(pair: Pair, depth: number): Mapping[] {
    const source = this.read(pair.value, depth + 1);
    const sources = source.kind === "list" ? source.items : [source];
    return sources.map((one) => {
      if (one.kind !== "mapping") throw new Refusal(one.place, "`<<` takes a map or a list of maps");
      return one;
    });
  }
}

function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || (key.type !== undefined && key.type !== "PLAIN")) return false;
  return key.value === "<<" || (typeof key.value === "symbol" && key.value.description === "<<");
}
