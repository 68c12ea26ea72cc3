import type { Expression } from "./compound.js";
import type { MinionFacts } from "./facts.js";

/** Null where it depends on facts that are not known. */
export function evaluate(expression: Expression, facts: MinionFacts, exactPillar: boolean): boolean | null {
  switch (expression.kind) {
    case "leaf":
      return expression.leaf.test(facts, exactPillar);
    case "not": {
      const value = evaluate(expression.of, facts, exactPillar);
      return value === null ? null : !value;
    }
    case "and":
    case "or": {
      const decides = expression.kind === "or";
      let result: boolean | null = !decides;
      for (const part of expression.of) {
        const value = evaluate(part, facts, exactPillar);
        if (value === decides) return decides;
        if (value === null) result = null;
      }
      return result;
    }
  }
}

export function readsFacts(expression: Expression): boolean {
  if (expression.kind === "leaf") return expression.leaf.readsFacts;
  return expression.kind === "not" ? readsFacts(expression.of) : expression.of.some(readsFacts);
}

/** Ids that lists name; what `not` stands right before is not asked for. */
export function wantedIds(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "leaf":
      return expression.leaf.ids ?? [];
    case "not":
      return expression.bare ? [] : wantedIds(expression.of);
    default:
      return expression.of.flatMap(wantedIds);
  }
}
