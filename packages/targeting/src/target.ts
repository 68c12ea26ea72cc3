import { type Expression, parseCompound } from "./compound.js";
import { ask, readsFacts, wantedIds } from "./evaluate.js";
import { type MinionFacts, noNodegroups, type TargetContext } from "./facts.js";
import { compileLeaf, type LeafType, listLeaf, type Side } from "./leaf.js";
import { expandNodegroup } from "./nodegroup.js";
import { ok, type Result, refused } from "./result.js";
import { sortedIds } from "./sorted-ids.js";

/** Salt's `tgt_type` and `tgt`. A list is an array, or text with commas; a compound expression is text, or its words. */
export interface TargetSpec {
  readonly type: LeafType | "nodegroup" | "compound";
  readonly expression: string | readonly string[];
  /** Between the parts of a grain's or pillar's path; a colon where it is left out. */
  readonly delimiter?: string;
}

export interface TargetMatch {
  /** Sorted as stock does, upper and lower case together. */
  readonly minions: readonly string[];
  /** Ids of a list that are no candidates. */
  readonly missing: readonly string[];
}

export interface MatchOptions {
  /** A minion whose facts are not known, and would decide, counts as a match. */
  readonly greedy?: boolean;
  /** Pillar is compared as a whole value: patterns would let a caller guess secrets letter by letter. */
  readonly exactPillar?: boolean;
}

export interface CompiledTarget {
  /** Without grains or pillar in it the id alone decides. */
  readonly readsFacts: boolean;
  test(facts: MinionFacts, options?: MatchOptions): boolean;
  missing(known: ReadonlySet<string>): readonly string[];
  match(candidates: readonly string[], factsOf?: (id: string) => MinionFacts, options?: MatchOptions): TargetMatch;
}

const noContext: TargetContext = { nodegroups: noNodegroups };

/**
 * As the master reads a target: what no minion could match, it refuses with a reason.
 * @source salt/utils/minions.py, class CkMinions
 */
export function compileTarget(target: TargetSpec, context: TargetContext = noContext): Result<CompiledTarget> {
  const expression = compileExpression(target, "master", context);
  return expression.ok ? ok(compiledTarget(expression.value)) : withPlace(expression);
}

/** As stock, a target that cannot be read matches nobody; `compileTarget` says why. */
export function matchTarget(target: TargetSpec, candidates: readonly string[]): TargetMatch {
  const compiled = compileTarget(target);
  return compiled.ok ? compiled.value.match(candidates) : { minions: [], missing: [] };
}

export type MinionMatcher = (facts: MinionFacts) => boolean;

/**
 * As the minion itself reads a target, and the master for it in a top file: what is not known is not there.
 * @source salt/matchers/*.py
 */
export function compileForMinion(target: TargetSpec, context: TargetContext): Result<MinionMatcher> {
  const expression = compileExpression(target, "minion", context);
  if (!expression.ok) return withPlace(expression);
  return ok(({ id, grains, pillar }) => {
    const facts = { id, grains: grains ?? new Map(), pillar: pillar ?? new Map() };
    return ask(expression.value, facts, false) === true;
  });
}

export function matchesMinion(target: TargetSpec, facts: MinionFacts, context: TargetContext): Result<boolean> {
  const matches = compileForMinion(target, context);
  return matches.ok ? ok(matches.value(facts)) : matches;
}

function compileExpression(target: TargetSpec, side: Side, context: TargetContext): Result<Expression> {
  const { type, expression, delimiter = ":" } = target;
  if (type === "list") return ok({ kind: "leaf", leaf: listLeaf(expression, side) });
  if (type === "compound") return parseCompound(expression, side, context);
  if (typeof expression !== "string") return refused(`a ${type} target is one pattern, not a list`);
  if (type === "nodegroup") {
    const words = expandNodegroup(expression, context.nodegroups);
    return words.ok ? parseCompound(words.value, side, context) : words;
  }
  if (delimiter === "" || delimiter.length > 16) return refused("a delimiter has 1 to 16 characters");
  const leaf = compileLeaf(type, expression, { side, delimiter, context });
  return leaf.ok ? ok({ kind: "leaf", leaf: leaf.value }) : leaf;
}

function withPlace<T>(result: Result<T>): Result<T> {
  if (result.ok || result.at === undefined) return result;
  return { ...result, reason: `${result.reason} (at character ${result.at + 1})` };
}

function compiledTarget(expression: Expression): CompiledTarget {
  const wanted = [...new Set(wantedIds(expression))];
  const compiled: CompiledTarget = {
    readsFacts: readsFacts(expression),
    test: (facts, { greedy = false, exactPillar = false } = {}) => ask(expression, facts, exactPillar) ?? greedy,
    missing: (known) => sortedIds(wanted.filter((id) => !known.has(id))),
    match(candidates, factsOf = unknownFacts, options = {}) {
      const known = new Set(candidates);
      return {
        minions: sortedIds([...known].filter((id) => compiled.test(factsOf(id), options))),
        missing: compiled.missing(known),
      };
    },
  };
  return compiled;
}

export function unknownFacts(id: string): MinionFacts {
  return { id, grains: null, pillar: null };
}
