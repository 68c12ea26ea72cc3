import { setImmediate as nextTurn } from "node:timers/promises";
import { invalidTarget, rangeUnavailable, SalinaError, type Target, targetTypes, unknownNodegroup } from "@salina/api";
import {
  type CompiledTarget,
  compileTarget,
  expandForPublish,
  type Nodegroups,
  type Refused,
  type Result,
  rangeExpressions,
  sortedIds,
  TargetCache,
  type TargetContext,
  type TargetMatch,
} from "@salina/targeting";
import type { MinionData } from "./minion-data.js";

export interface TargetResolverDeps {
  readonly acceptedMinions: () => Promise<readonly string[]>;
  readonly data: Pick<MinionData, "batches">;
  readonly nodegroups: Nodegroups;
  /** Null: there is no range server. */
  readonly range: ((expression: string) => Promise<Result<readonly string[]>>) | null;
}

export interface ResolveOptions {
  /** Whether minions of which nothing is known match: yes for a publish, never where something is given away. Default: yes. */
  readonly greedy?: boolean;
  /** Pillar is compared as a whole value: for callers that may not see it. */
  readonly exactPillar?: boolean;
}

/** A target may take long with thousands of minions: in between the daemon answers others. */
const sliceMs = 15;

/** Whom a target means, of the minions with an accepted key. */
export class TargetResolver {
  readonly #deps: TargetResolverDeps;
  readonly #cache: TargetCache;

  constructor(deps: TargetResolverDeps) {
    this.#deps = deps;
    this.#cache = new TargetCache(64, { nodegroups: deps.nodegroups });
  }

  /** @throws invalid-target, unknown-nodegroup, range-unavailable */
  async resolve(target: Target, { greedy = true, exactPillar = false }: ResolveOptions = {}): Promise<TargetMatch> {
    const compiled = await this.#compile(target);
    const ids = await this.#deps.acceptedMinions();
    if (!compiled.readsFacts) return compiled.match(ids);
    const minions: string[] = [];
    let sliceEnd = performance.now() + sliceMs;
    for await (const batch of this.#deps.data.batches(ids)) {
      for (const facts of batch) {
        if (compiled.test(facts, { greedy, exactPillar })) minions.push(facts.id);
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        sliceEnd = performance.now() + sliceMs;
      }
    }
    return { minions: sortedIds(minions), missing: compiled.missing(new Set(ids)) };
  }

  /** For targets that minions send: one that cannot be read means nobody, as with stock. */
  async resolveOrNobody(target: Target, options: ResolveOptions): Promise<readonly string[]> {
    if (!targetTypes.includes(target.type)) return [];
    try {
      return (await this.resolve(target, options)).minions;
    } catch (error) {
      if (error instanceof SalinaError) return [];
      throw error;
    }
  }

  /** The target as minions can read it. @throws as `resolve` */
  async forMinions(target: Target): Promise<Target> {
    const expanded = expandForPublish(target, await this.#context(target));
    if (!expanded.ok) throw targetError(target, expanded);
    return expanded.value;
  }

  async #compile(target: Target): Promise<CompiledTarget> {
    const context = await this.#context(target);
    const compiled = context.ranges ? compileTarget(target, context) : this.#cache.compile(target);
    if (!compiled.ok) throw targetError(target, compiled);
    return compiled.value;
  }

  async #context(target: Target): Promise<TargetContext> {
    const { nodegroups, range } = this.#deps;
    const asked = range ? rangeExpressions(target, { nodegroups }) : [];
    if (!range || asked.length === 0) return { nodegroups };
    const ranges = new Map<string, readonly string[]>();
    for (const expression of new Set(asked)) {
      const ids = await range(expression);
      if (!ids.ok) throw targetError(target, ids);
      ranges.set(expression, ids.value);
    }
    return { nodegroups, ranges };
  }
}

/** So much of a target is shown in a message. */
const shownLength = 500;

function targetError(target: Target, { reason, code }: Refused) {
  const facts = { target: String(target.expression).slice(0, shownLength), reason };
  if (code === "unknown-nodegroup") return unknownNodegroup(facts);
  return code === "range-unavailable" ? rangeUnavailable(facts) : invalidTarget(facts);
}
