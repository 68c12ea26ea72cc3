import type { Place } from "./fault.js";

/** What a config file says, each value with its place. */
export type Node = Scalar | List | Mapping;

export interface Scalar {
  readonly kind: "scalar";
  readonly value: null | boolean | number | string;
  /** As it is written in the file, without quotes. */
  readonly source: string;
  readonly place: Place;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly place: Place;
}

export interface Mapping {
  readonly kind: "mapping";
  readonly entries: ReadonlyMap<string, Entry>;
  readonly place: Place;
}

export interface Entry {
  /** Of the key. */
  readonly place: Place;
  readonly value: Node;
}

/** Plain data; mappings become `Map`. */
export function toData(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toData);
    case "mapping":
      return new Map([...node.entries].map(([key, { value }]) => [key, toData(value)]));
  }
}

export function sameNode(a: Node, b: Node): boolean {
  if (a.kind === "scalar") return b.kind === "scalar" && a.value === b.value;
  if (a.kind === "list") {
    if (b.kind !== "list" || a.items.length !== b.items.length) return false;
    return a.items.every((item, i) => {
      const other = b.items[i];
      return other !== undefined && sameNode(item, other);
    });
  }
  if (b.kind !== "mapping" || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, { value }]) => {
    const other = b.entries.get(key);
    return other !== undefined && sameNode(value, other.value);
  });
}

/** "the text "x"", for sentences about what was found. Long text is cut. */
export function describe(node: Node): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "mapping") return "a map";
  if (typeof node.value === "string") return `the text ${JSON.stringify(cut(node.value))}`;
  return node.value === null ? "nothing" : cut(node.source || String(node.value));
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
