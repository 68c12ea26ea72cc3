import { Refusal } from "./refusal.js";
import type { Source } from "./source.js";
import type { Node } from "./syntax.js";

/** The engine's own limit. */
const maxCount = 1000;

interface Counts {
  readonly min: number;
  readonly max: number;
}

/** Puts `item` under the repeat that follows it, if one does. */
export function parseRepeat(source: Source, item: Node, skipBlanks: () => void): Node {
  skipBlanks();
  const counts = parseCounts(source);
  if (!counts) return item;
  if (item.kind === "assert") throw new Refusal("nothing to repeat");
  if (source.take("+")) throw new Refusal("possessive repeats (*+, ++, ?+, {}+) are not supported");
  // Lazy or greedy decides what is taken, not whether there is a match.
  source.take("?");
  skipBlanks();
  if (parseCounts(source)) throw new Refusal("multiple repeat");
  return { kind: "repeat", item, ...counts };
}

/** Where an item should begin. */
export function refuseRepeatOfNothing(source: Source): void {
  if (parseCounts(source)) throw new Refusal("nothing to repeat");
}

function parseCounts(source: Source): Counts | undefined {
  if (source.take("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (source.take("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (source.take("?")) return { min: 0, max: 1 };
  const start = source.position;
  const counts = source.take("{") ? parseBraces(source) : undefined;
  if (!counts) source.rewind(start);
  return counts;
}

/** Undefined: the brace is a literal. */
function parseBraces(source: Source): Counts | undefined {
  if (source.peek() === "}") return undefined;
  const low = source.takeWhile(/[0-9]/);
  const high = source.take(",") ? source.takeWhile(/[0-9]/) : low;
  if (!source.take("}")) return undefined;
  const min = low === "" ? 0 : Number(low);
  const max = high === "" ? Number.POSITIVE_INFINITY : Number(high);
  if (min > max) throw new Refusal("min repeat greater than max repeat");
  if (min > maxCount || (Number.isFinite(max) && max > maxCount)) {
    throw new Refusal(`repeat counts above ${maxCount} are not supported`);
  }
  return { min, max };
}
