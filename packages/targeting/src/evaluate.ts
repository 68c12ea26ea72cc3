import type { Expression } from "./compound.js";
import type { MinionFacts } from "./facts.js";
import type { Question } from "./leaf.js";
import { TooMuchWork, Work } from "./work.js";

/** Null where it depends on facts that are not known. Hostile data that would take too long does not match. */
export function ask(expression: Expression, facts: MinionFacts, exactPillar: boolean): boolean | null {
  try {
    return evaluate(expression, facts, { exactPillar, work: new Work() });
  } catch (error) {
    if (error instanceof TooMuchWork) return false;
    throw error;
  }
}

function evaluate(expression: Expression, facts: MinionFacts, question: Question): boolean | null {
  switch (expression.kind) {
    case "leaf":
      return expression.leaf.test(facts, question);
    case "not": {
      const value = evaluate(expression.of, facts, question);
      return value === null ? null : !value;
    }
    case "and":
    case "or": {
      const decides = expression.kind === "or";
      let result: boolean | null = !decides;
      for (const part of expression.of) {
        const value = evaluate(part, facts, question);
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
