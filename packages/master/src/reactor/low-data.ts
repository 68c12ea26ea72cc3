import { Float, isMap, type Value, type ValueMap } from "@salina/wire";
import { byCodePoint } from "../files/file-server.js";
import { isReactionInteger, reactionNumber } from "./reaction-number.js";

/** One reaction: `state` (`local`, `runner`, …), `fun`, `name`, `__id__`, `__sls__`, `order`, and what stands beside them. */
export type LowChunk = ValueMap;

/**
 * Reactions in the order in which they are run: by `order`, then by state, name and function.
 * @source salt/state.py, Compiler.compile_high_data and order_chunks; salt/utils/reactor.py, resolve_aliases
 */
export function lowData(high: ValueMap): readonly LowChunk[] {
  const chunks = [...high].flatMap(([id, body]) =>
    typeof id === "string" && !id.startsWith("__") && isMap(body) ? chunksOf(id, body) : [],
  );
  // Twice, as in stock: only then do `names` without an order stand in theirs.
  const sorted = ordered(ordered(chunks));
  for (const chunk of sorted) if (chunk.get("state") === "cmd") chunk.set("state", "local");
  return sorted;
}

function chunksOf(id: string, body: ValueMap): LowChunk[] {
  const chunks: LowChunk[] = [];
  for (const [state, run] of body) {
    if (typeof state !== "string" || state.startsWith("__") || !Array.isArray(run)) continue;
    const chunk: LowChunk = new Map<Value, Value>([
      ["state", state],
      ["name", id],
      ["__sls__", body.get("__sls__") ?? null],
      ["__id__", id],
    ]);
    const functions = run.filter((one): one is string => typeof one === "string");
    const names: Value[] = [];
    for (const given of run.filter(isMap)) {
      for (const key of given.keys()) {
        if (key === "names") names.push(...listOf(given.get(key)));
        else for (const [name, value] of given) chunk.set(name, value);
      }
    }
    const [fun] = functions;
    if (fun === undefined) continue;
    if (names.length === 0) chunks.push(new Map([...chunk, ["fun", fun]]));
    else chunks.push(...distinct(names).map((name, at) => named(chunk, name, at + 1, fun)));
  }
  return chunks;
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : typeof value === "string" ? [...value] : [];
}

function distinct(names: readonly Value[]): readonly Value[] {
  const seen = new Set<Value>();
  return names.filter((one) => isMap(one) || (!seen.has(one) && seen.add(one)));
}

function named(chunk: LowChunk, entry: Value, nameOrder: number, fun: string): LowChunk {
  const live: LowChunk = new Map(chunk);
  if (isMap(entry)) {
    const [first] = entry;
    live.set("name", first?.[0] ?? null);
    for (const more of Array.isArray(first?.[1]) ? first[1] : [])
      for (const [key, value] of isMap(more) ? more : []) live.set(key, value);
  } else live.set("name", entry);
  return live.set("name_order", nameOrder).set("fun", fun);
}

function ordered(chunks: LowChunk[]): LowChunk[] {
  let cap = 1;
  for (const chunk of chunks) {
    const order = chunk.get("order");
    const number = isReactionInteger(order) ? reactionNumber(order) : undefined;
    if (number !== undefined && number > cap - 1 && number > 0) cap = number + 100;
  }
  for (const chunk of chunks) {
    if (!chunk.has("order")) chunk.set("order", cap);
    else setOrder(chunk, cap);
  }
  return chunks.sort(
    (a, b) =>
      (reactionNumber(a.get("order")) ?? 0) - (reactionNumber(b.get("order")) ?? 0) || byCodePoint(keyOf(a), keyOf(b)),
  );
}

function setOrder(chunk: LowChunk, cap: number): void {
  const given = chunk.get("order");
  let order = reactionNumber(given) ?? (given === "last" ? cap + 1_000_000 : given === "first" ? 0 : cap);
  const nameOrder = reactionNumber(chunk.get("name_order"));
  if (nameOrder !== undefined) order += nameOrder / 10_000;
  chunk.delete("name_order");
  if (order < 0) order = cap + 1_000_000 + order;
  chunk.set("order", Number.isInteger(order) && given instanceof Float ? new Float(order) : order);
}

const keyOf = (chunk: LowChunk) =>
  `${String(chunk.get("state"))}${String(chunk.get("name"))}${String(chunk.get("fun"))}`;
