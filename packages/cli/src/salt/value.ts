import type { MinionResult } from "@salina/api";
import { decode, type Value } from "@salina/wire";

/** Returns of state runs can be large; the daemon has already refused what is too large. */
const limits = { maxBytes: 256 * 1024 * 1024, maxElements: 50_000_000, maxDepth: 256 } as const;

/** The value a minion returned; text that says so where it cannot be read. */
export function returnedValue(result: MinionResult): Value {
  if (result.value === null) return null;
  const decoded = decode(result.value, limits);
  return decoded.ok ? decoded.value : `The return of this minion cannot be read: ${decoded.fault.text}`;
}
