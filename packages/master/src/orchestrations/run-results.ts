import type { RunEntry } from "@salina/api";
import { decode, isMap, type Value, type ValueMap } from "@salina/wire";

/** What a run gave in the end: results by tag, or errors; null: it has not ended. */
export function endOf(entries: readonly RunEntry[]): Value {
  const end = entries.findLast(({ kind, step }) => kind === "ended" && step === "");
  return end ? (contentOf(end).get("data") ?? null) : null;
}

/** The end's results, or those of the calls that have ended so far. By tag. */
export function resultsOf(entries: readonly RunEntry[], data: Value): ReadonlyMap<string, ValueMap> {
  const known = new Map<string, ValueMap>();
  for (const entry of entries) {
    const tag = entry.step.replace(/#\d+$/, "");
    if (entry.kind === "forgotten") known.delete(tag);
    if (entry.kind === "ended" && tag !== "") known.set(tag, contentOf(entry));
  }
  const isOver = entries.at(-1)?.kind === "ended" && entries.at(-1)?.step === "";
  if (isOver && isMap(data)) for (const [tag, result] of data) if (isMap(result)) known.set(String(tag), result);
  return known;
}

function contentOf({ data }: RunEntry): ValueMap {
  const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
  const ret = read.ok && isMap(read.value) ? read.value.get("ret") : undefined;
  return isMap(ret) ? ret : new Map();
}
