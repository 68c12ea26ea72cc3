import { createHash } from "node:crypto";
import { type StateResult, stateResults } from "@salina/api";
import { decode, sliceMap } from "@salina/wire";

/** One state of a state run: its `__id__` and what it came to. */
export interface StateOfReturn {
  readonly id: string;
  readonly result: StateResult;
}

/** States of one return that can be searched for: more than any tree has. */
const maxStates = 10_000;
const lenient = { duplicateKeys: "last", maxDepth: 512 } as const;

/**
 * The states in a packed return, in their order; none where it is not of a state run. Of a compound job those of each
 * function. What does not look like a state's result is passed over.
 */
export function statesOfReturn(packed: Uint8Array): readonly StateOfReturn[] {
  const found: StateOfReturn[] = [];
  for (const [key, value] of entries(packed)) {
    if (isStateKey(key)) add(found, key, value);
    else if (/^state\.\w+$/.test(key))
      for (const [inner, one] of entries(value)) if (isStateKey(inner)) add(found, inner, one);
    if (found.length >= maxStates) break;
  }
  return found;
}

/** Stands for an id where many are kept: 48 bits, so that a few ids in a billion share one. */
export function stateNumber(id: string): number {
  return createHash("sha256").update(id).digest().readUIntBE(0, 6);
}

/** For the store: small and for ever. */
export function numberOfResult(result: StateResult): number {
  return stateResults.indexOf(result);
}

function entries(packed: Uint8Array): Iterable<[string, Uint8Array]> {
  const slices = sliceMap(packed, { ...lenient, maxBytes: packed.length, maxElements: packed.length });
  return slices.ok ? slices.value : [];
}

/** `module_|-id_|-name_|-function` */
function isStateKey(key: string): boolean {
  return key.split("_|-", 4).length === 4;
}

function add(found: StateOfReturn[], key: string, packed: Uint8Array): void {
  const fields = new Map(entries(packed));
  const given = read(fields.get("__id__"));
  const result = resultOf(read(fields.get("result")), fields.get("changes"));
  if (result === null) return;
  found.push({ id: typeof given === "string" ? given : (key.split("_|-")[1] ?? ""), result });
}

function resultOf(result: unknown, changes: Uint8Array | undefined): StateResult | null {
  if (result === false) return "failed";
  if (result === null) return "would-change";
  if (result !== true) return null;
  return changes === undefined || isEmpty(changes) ? "unchanged" : "changed";
}

/** An empty map or list, nil, or empty text. */
function isEmpty(packed: Uint8Array): boolean {
  const [first] = packed;
  return packed.length === 1 && (first === 0x80 || first === 0x90 || first === 0xc0 || first === 0xa0);
}

function read(packed: Uint8Array | undefined): unknown {
  // Ids and results are short: a longer one is none.
  if (packed === undefined || packed.length > 4096) return undefined;
  const value = decode(packed, lenient);
  return value.ok ? value.value : undefined;
}
