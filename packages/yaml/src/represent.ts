import { Ext, Float, isMap, pythonFloat, pythonText, readDatetime, sortedValues, type Value } from "@salina/wire";
import { coreTypeOf } from "./plain-scalar.js";

export interface DumpScalar {
  readonly kind: "scalar";
  readonly text: string;
  /** Without quotes it would be read as what it is. */
  readonly plain: boolean;
  /** With quotes it would be. */
  readonly quoted: boolean;
  readonly binary: boolean;
}
export interface DumpList {
  readonly kind: "list";
  readonly items: DumpNode[];
  readonly flow: boolean;
  readonly anchor: string | null;
}
export interface DumpMap {
  readonly kind: "map";
  readonly entries: [DumpScalar | DumpList | DumpMap, DumpNode][];
  readonly flow: boolean;
  readonly anchor: string | null;
}
export interface DumpAlias {
  readonly kind: "alias";
  readonly anchor: string;
}
export type DumpNode = DumpScalar | DumpList | DumpMap | DumpAlias;

export interface Represent {
  /** Null: flow where all within are scalars. */
  readonly flowStyle: boolean | null;
  readonly sortKeys: boolean;
}

const maxDepth = 200;
const date =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** @throws RangeError where a value holds itself or is too deep @source yaml/representer.py */
export function represent(value: Value, how: Represent): DumpNode {
  const anchors = anchorsOf(value);
  const told = new Set<object>();
  const node = (one: Value, depth: number): DumpNode => {
    if (!Array.isArray(one) && !isMap(one)) return scalarOf(one);
    if (depth > maxDepth) throw new RangeError(`nested more than ${maxDepth} deep`);
    const anchor = anchors.get(one) ?? null;
    if (anchor !== null && told.has(one)) return { kind: "alias", anchor };
    told.add(one);
    return Array.isArray(one) ? list(one, anchor, depth) : map(one, anchor, depth);
  };
  const list = (items: readonly Value[], anchor: string | null, depth: number): DumpList => {
    const made = items.map((item) => node(item, depth + 1));
    return { kind: "list", items: made, flow: how.flowStyle ?? made.every(isSimple), anchor };
  };
  const map = (from: ReadonlyMap<Value, Value>, anchor: string | null, depth: number): DumpMap => {
    const pairs = (how.sortKeys ? sortedValues([...from], ([key]) => key) : undefined) ?? [...from];
    const entries = pairs.map(([key, one]): DumpMap["entries"][number] => [scalarOf(key), node(one, depth + 1)]);
    const simple = entries.every(([key, one]) => isSimple(key) && isSimple(one));
    return { kind: "map", entries, flow: how.flowStyle ?? simple, anchor };
  };
  return node(value, 0);
}

function isSimple(node: DumpNode): boolean {
  return node.kind === "scalar" && !node.binary;
}

function scalarOf(value: Value): DumpScalar {
  const scalar = (text: string, plain: boolean, binary = false): DumpScalar => ({
    kind: "scalar",
    text,
    plain,
    quoted: typeof value === "string",
    binary,
  });
  if (typeof value === "string") return scalar(value, coreTypeOf(value) === "str" && !date.test(value));
  if (value === null) return scalar("null", true);
  if (typeof value === "boolean") return scalar(value ? "true" : "false", true);
  if (value instanceof Float) return scalar(floatText(value.value), true);
  if (typeof value === "number" && !Number.isInteger(value)) return scalar(floatText(value), true);
  if (typeof value === "number" || typeof value === "bigint") return scalar(pythonText(value), true);
  if (value instanceof Uint8Array) return scalar(base64Lines(value), false, true);
  return scalar((value instanceof Ext ? readDatetime(value)?.text : undefined) ?? "NULL", true);
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = pythonFloat(value);
  return text.includes(".") ? text : text.replace("e", ".0e");
}

function base64Lines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64");
  return text.replace(/.{1,76}/g, "$&\n");
}

/** Lists and maps that stand in more than one place get a name, numbered as they are met again. */
function anchorsOf(root: Value): Map<object, string> {
  const seen = new Set<object>();
  const names = new Map<object, string>();
  const visit = (value: Value, depth: number): void => {
    if (!Array.isArray(value) && !isMap(value)) return;
    if (depth > maxDepth) throw new RangeError(`nested more than ${maxDepth} deep`);
    if (seen.has(value)) {
      if (!names.has(value)) names.set(value, `id${String(names.size + 1).padStart(3, "0")}`);
      return;
    }
    seen.add(value);
    for (const one of Array.isArray(value) ? value : value.values()) visit(one, depth + 1);
  };
  visit(root, 0);
  return names;
}
