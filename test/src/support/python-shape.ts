import { Float, isMap, pythonFloat, type Value } from "@salina/wire";

/** A value in a form that JSON carries without loss: `["int", "1"]`, `["map", [[key, value], ...]]`. */
export type Shape = readonly [kind: string, content?: unknown];

export function shapeOf(value: Value): Shape {
  if (value === null) return ["null"];
  if (typeof value === "boolean") return ["bool", value];
  if (typeof value === "string") return ["text", value];
  if (value instanceof Float) return ["float", pythonFloat(value.value)];
  if (typeof value === "number" && !Number.isInteger(value)) return ["float", pythonFloat(value)];
  if (typeof value === "number" || typeof value === "bigint") return ["int", String(value)];
  if (value instanceof Uint8Array) return ["bytes", Buffer.from(value).toString("hex")];
  if (Array.isArray(value)) return ["list", value.map(shapeOf)];
  return ["map", isMap(value) ? [...value].map(([key, entry]) => [shapeOf(key), shapeOf(entry)]) : []];
}

/** `shape(value)` and `value(shape)` in Python. Tuples and other iterables are lists there, sets sorted ones. */
export const pythonShapes = `
def shape(v):
    if v is None: return ["null"]
    if isinstance(v, bool): return ["bool", v]
    if isinstance(v, int): return ["int", str(v)]
    if isinstance(v, float): return ["float", repr(v)]
    if isinstance(v, str): return ["text", str(v)]
    if isinstance(v, bytes): return ["bytes", v.hex()]
    if isinstance(v, (set, frozenset)): return ["list", sorted((shape(x) for x in v), key=repr)]
    if hasattr(v, "items"): return ["map", [[shape(k), shape(x)] for k, x in v.items()]]
    return ["list", [shape(x) for x in v]]
def value(s):
    kind, content = s[0], s[1] if len(s) > 1 else None
    if kind == "null": return None
    if kind == "int": return int(content)
    if kind == "float": return float(content)
    if kind == "bytes": return bytes.fromhex(content)
    if kind == "list": return [value(x) for x in content]
    if kind == "map": return {value(k): value(x) for k, x in content}
    return content
`;
