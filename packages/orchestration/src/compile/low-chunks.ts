import { compareText, encode, Float, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { firstEntry, type HighData, isOwnKey } from "./high-data.js";

const maxChunks = 100_000;

/**
 * The steps of high data, in their order.
 * @throws Error where there are too many
 * @source salt/state.py, State.compile_high_data and order_chunks
 */
export function lowChunks(high: HighData): ValueMap[] {
  const chunks: ValueMap[] = [];
  for (const [id, body] of high) {
    if (isOwnKey(id) || !isMap(body)) continue;
    for (const [state, args] of body) {
      if (isOwnKey(state) || !Array.isArray(args)) continue;
      chunks.push(...chunksOf(id, state, args, body));
      if (chunks.length > maxChunks) throw new Error(`More than ${maxChunks} steps, at ID '${pythonText(id)}'`);
    }
  }
  return ordered(chunks);
}

function chunksOf(id: Value, state: Value, args: readonly Value[], body: ValueMap): ValueMap[] {
  const chunk: ValueMap = new Map<Value, Value>([
    ["state", state],
    ["name", id],
  ]);
  for (const key of ["__sls__", "__env__"]) if (body.has(key)) chunk.set(key, body.get(key) ?? null);
  chunk.set("__id__", id);
  const functions = new Set<string>();
  const names: Value[] = [];
  for (const arg of args) {
    if (typeof arg === "string") functions.add(arg);
    if (!isMap(arg)) continue;
    for (const [key, value] of arg) {
      if (key === "names") addNames(names, Array.isArray(value) ? value : []);
      else if (key === "name" && typeof value !== "string") chunk.set(key, id);
      else if (key !== "state") chunk.set(key, value);
    }
  }
  const named = names.length === 0 ? [copy(chunk)] : names.map((entry, at) => withName(chunk, entry, at + 1));
  return named.flatMap((one) => [...functions].map((fun) => new Map([...one, ["fun", fun] as const])));
}

/** Each once. */
function addNames(names: Value[], more: readonly Value[]): void {
  const keyOf = (one: Value) => (typeof one === "string" ? one : `\0${Buffer.from(encode(one)).toString("latin1")}`);
  const known = new Set(names.map(keyOf));
  for (const one of more) {
    const key = keyOf(one);
    if (known.has(key)) continue;
    known.add(key);
    names.push(one);
    if (names.length > maxChunks) return;
  }
}

function withName(chunk: ValueMap, entry: Value, order: number): ValueMap {
  const live = copy(chunk);
  if (isMap(entry)) {
    const [name, overrides] = firstEntry(entry) ?? ["", null];
    live.set("name", name);
    for (const one of Array.isArray(overrides) ? overrides : [])
      if (isMap(one)) for (const [key, value] of one) live.set(key, value);
  } else live.set("name", entry);
  return live.set("name_order", order);
}

function copy(chunk: ValueMap): ValueMap {
  return new Map([...chunk].map(([key, value]) => [key, deepCopy(value)]));
}

function deepCopy(value: Value): Value {
  if (Array.isArray(value)) return value.map(deepCopy);
  return isMap(value) ? copy(value) : value;
}

const last = 1_000_000;

function ordered(chunks: ValueMap[]): ValueMap[] {
  let cap = 1;
  for (const chunk of chunks) {
    const given = chunk.get("order");
    const order = typeof given === "bigint" ? Number(given) : given;
    if (typeof order === "number" && Number.isInteger(order) && order > cap - 1 && order > 0) cap = order + 100;
  }
  const keyed = chunks.map((chunk) => {
    const order = orderOf(chunk, cap);
    chunk.delete("name_order");
    chunk.set("order", order);
    return { chunk, order, text: ["state", "name", "fun"].map((key) => pythonText(chunk.get(key) ?? null)).join("") };
  });
  return keyed.sort((a, b) => a.order - b.order || compareText(a.text, b.text)).map(({ chunk }) => chunk);
}

function orderOf(chunk: ValueMap, cap: number): number {
  const given = chunk.get("order");
  // Where nothing is said the order of names does not count either.
  if (given === undefined) return cap;
  let order = given instanceof Float ? given.value : typeof given === "number" ? given : Number.NaN;
  if (typeof given === "boolean" || typeof given === "bigint") order = Number(given);
  if (Number.isNaN(order)) order = given === "last" ? cap + last : given === "first" ? 0 : cap;
  const name = chunk.get("name_order");
  if (typeof name === "number") order += name / 10_000;
  return order < 0 ? cap + last + order : order;
}
