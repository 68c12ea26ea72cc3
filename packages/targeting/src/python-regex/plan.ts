import { Refusal } from "./refusal.js";
import { fixedWidth, hasLook, itemsOf, type Node, sequence } from "./syntax.js";

/** Whether a text matches at its start: patterns without look-ahead, joined by and, or, not. */
export type Plan =
  | { readonly kind: "match"; readonly node: Node }
  | { readonly kind: "all"; readonly of: readonly Plan[] }
  | { readonly kind: "any"; readonly of: readonly Plan[] }
  | { readonly kind: "not"; readonly of: Plan };

const maxParts = 32;

/**
 * Takes look-ahead apart. Where everything before it has one fixed width, it looks from one known place, so
 *
 *     match(P(?=X)R) = match(PR) and match(PX)        match(P(?!X)R) = match(PR) and not match(PX)
 *
 * @throws Refusal where look-ahead comes after something of variable width, or inside of a repeat
 */
export function planMatch(node: Node): Plan {
  return plan(node, { parts: 0 });
}

function plan(node: Node, budget: { parts: number }): Plan {
  if (++budget.parts > maxParts) throw new Refusal("the pattern has too many look-aheads and alternatives");
  if (!hasLook(node, "ahead")) return { kind: "match", node };
  const items = itemsOf(node);
  const at = items.findIndex((item) => hasLook(item, "ahead"));
  const before = items.slice(0, at);
  const found = items[at];
  const after = items.slice(at + 1);
  if (found?.kind === "choice") {
    return {
      kind: "any",
      of: found.branches.map((branch) => plan(sequence([...before, branch, ...after]), budget)),
    };
  }
  if (found?.kind !== "look" || found.direction !== "ahead") {
    throw new Refusal("look-ahead inside of a repeat or a look-behind is not supported");
  }
  const seen = sequence([...before, found.item]);
  if (after.length === 0 && !found.negative) return plan(seen, budget);
  if (fixedWidth(sequence(before)) === null) {
    throw new Refusal("look-ahead after a part of variable length is not supported");
  }
  const rest = plan(sequence([...before, ...after]), budget);
  const looked = plan(seen, budget);
  return { kind: "all", of: [rest, found.negative ? { kind: "not", of: looked } : looked] };
}
