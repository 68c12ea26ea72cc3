import { Float, type Value } from "@salina/wire";
import { constructScalar, NotYaml, resolvePlain, type ScalarTag } from "./yaml-scalar.js";

export type Node =
  | { readonly kind: "scalar"; readonly text: string; readonly tag: ScalarTag }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "map"; readonly pairs: readonly Pair[] };
export type Pair = readonly [key: Node, value: Node];

export const emptyNode: Node = { kind: "scalar", text: "", tag: "null" };

const scalarTags: Readonly<Record<string, ScalarTag>> = {
  "!!str": "str",
  "!!int": "int",
  "!!float": "float",
  "!!bool": "bool",
  "!!null": "null",
  "!!timestamp": "timestamp",
};

/**
 * Gives a node the tag that was written before it. `!` alone asks for the look of the text, even of quoted text; with
 * nothing behind it, libyaml makes it an empty text.
 */
export function tagged(node: Node, tag: string | undefined): Node {
  if (tag === undefined) return node;
  if (node.kind === "scalar") {
    if (tag === "!" && node === emptyNode) return { kind: "scalar", text: "", tag: "str" };
    const scalarTag = tag === "!" ? resolvePlain(node.text) : scalarTags[tag];
    if (scalarTag === undefined) throw new NotYaml(tag);
    return { ...node, tag: scalarTag };
  }
  if (tag === "!" || tag === (node.kind === "list" ? "!!seq" : "!!map")) return node;
  throw new NotYaml(tag);
}

/** @throws NotYaml for keys that are lists or maps, or come twice */
export function construct(node: Node): Value {
  switch (node.kind) {
    case "scalar":
      return constructScalar(node.tag, node.text);
    case "list":
      return node.items.map(construct);
    case "map":
      return constructMap(node.pairs);
  }
}

function constructMap(written: readonly Pair[]): Map<Value, Value> {
  const map = new Map<Value, Value>();
  const seen = new Set<unknown>();
  for (const [keyNode, valueNode] of withMerges(written)) {
    const key = keyNode.kind === "scalar" && keyNode.tag === "value" ? keyNode.text : construct(keyNode);
    const same = identity(key);
    if (seen.has(same)) throw new NotYaml("the same key twice");
    seen.add(same);
    map.set(key, construct(valueNode));
  }
  return map;
}

/** In Python 1, 1.0 and True are one key. */
function identity(key: Value): unknown {
  if (Array.isArray(key) || key instanceof Map) throw new NotYaml("a key must be a scalar");
  if (typeof key === "boolean") return key ? 1 : 0;
  return key instanceof Float ? key.value : key;
}

/** Replaces `<<: {..}` by what it merges in; keys that are written out win. @source salt/utils/yamlloader.py */
function withMerges(written: readonly Pair[]): readonly Pair[] {
  const isMerge = ([key]: Pair) => key.kind === "scalar" && key.tag === "merge";
  if (!written.some(isMerge)) return written;
  const own = written.filter((pair) => !isMerge(pair));
  const merged = written.filter(isMerge).flatMap(([, value]) => mergedPairs(value));
  const ownTexts = new Set(own.map(([key]) => (key.kind === "scalar" ? key.text : undefined)));
  return [...merged.filter(([key]) => key.kind !== "scalar" || !ownTexts.has(key.text)), ...own];
}

function mergedPairs(value: Node): readonly Pair[] {
  if (value.kind === "map") return withMerges(value.pairs);
  if (value.kind === "scalar") throw new NotYaml("merge of a scalar");
  const maps = value.items.map((item) => {
    if (item.kind !== "map") throw new NotYaml("merge of a scalar");
    return withMerges(item.pairs);
  });
  return maps.reverse().flat();
}
