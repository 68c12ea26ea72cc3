import type { Nodegroups } from "./facts.js";
import { ok, type Result, refused } from "./result.js";
import { operators, splitWords } from "./words.js";

/** Groups can name groups: without a bound a few lines of configuration become millions of words. */
export const maxWords = 10_000;

/**
 * The words of a compound expression that a nodegroup stands for. A group that is a bare row of ids is a list (`L@`),
 * or one regular expression (`E@`) when it has brackets; that is how stock reads it.
 * @source salt/utils/minions.py, nodegroup_comp
 */
export function expandNodegroup(name: string, nodegroups: Nodegroups): Result<readonly string[]> {
  return expand(name, nodegroups, [], { left: maxWords });
}

function expand(
  name: string,
  nodegroups: Nodegroups,
  outer: readonly string[],
  budget: { left: number },
): Result<readonly string[]> {
  const definition = nodegroups.get(name);
  if (definition === undefined) {
    return refused(`the nodegroup ${JSON.stringify(name)} is not known`, { code: "unknown-nodegroup" });
  }
  if (outer.includes(name)) return refused(`the nodegroup ${JSON.stringify(name)} contains itself`);
  const words = splitWords(definition).map((word) => word.text);
  budget.left -= words.length + 2;
  if (budget.left < 0) return refused(`the nodegroups have more than ${maxWords} words`);

  const row = plainRow(words);
  if (row !== undefined) return ok([row]);
  const expanded: string[] = [];
  let nested = outer.length > 0;
  for (const word of words) {
    if (!(word.length >= 3 && word.startsWith("N@"))) {
      expanded.push(word);
      continue;
    }
    nested = true;
    const inner = expand(word.slice(2), nodegroups, [...outer, name], budget);
    if (!inner.ok) return inner;
    expanded.push(...inner.value);
  }
  return ok(nested && expanded.length > 0 ? ["(", ...expanded, ")"] : expanded);
}

function plainRow(words: readonly string[]): string | undefined {
  if (words.some((word) => operators.has(word) || word.includes("*") || /^[A-Z]@/.test(word))) return undefined;
  return `${words.some((word) => /[([{\\?}\])]/.test(word)) ? "E" : "L"}@${words.join(",")}`;
}
