import { approvalNeeded } from "@salina/api";
import { globMatcher } from "@salina/targeting";
import type { ValueMap } from "@salina/wire";
import { type Approvals, type DestructiveStep, describeStep, isDestructive } from "./approvals.js";
import type { Compile } from "./compile.js";
import { allSteps } from "./nested-steps.js";
import { readTarget } from "./publish-step.js";
import type { StepWorld } from "./step-context.js";

export interface DestructiveGuardDeps {
  readonly compile: Compile;
  readonly world: Pick<StepWorld, "clock" | "jobs">;
  readonly approvals: Approvals;
  /** SLS names, as globs, whose destructive steps need nobody's word. */
  readonly unattended: readonly string[];
}

/** Lets runs with destructive steps begin only with a word that approves them. */
export class DestructiveGuard {
  readonly #deps: DestructiveGuardDeps;

  constructor(deps: DestructiveGuardDeps) {
    this.#deps = deps;
  }

  /** Destructive steps of a plan and of those nested in it, with the minions that they would touch now. */
  async find(chunks: readonly ValueMap[]): Promise<readonly DestructiveStep[]> {
    const { compile, world } = this.#deps;
    const found: DestructiveStep[] = [];
    for (const low of (await allSteps(chunks, compile)).filter(isDestructive)) {
      const { minions } = await world.jobs.resolve(readTarget(low)).catch(() => ({ minions: [] }));
      found.push(describeStep(low, minions));
    }
    return found;
  }

  /** The word that approves them; null where none is needed. */
  word(steps: readonly DestructiveStep[], user: string): string | null {
    return steps.length === 0 ? null : this.#deps.approvals.give(steps, user, this.#deps.world.clock.now());
  }

  /** @throws approval-needed */
  check(
    steps: readonly DestructiveStep[],
    { user, name, confirm }: { readonly user: string; readonly name: string; readonly confirm: string | null },
  ): void {
    const { approvals, unattended, world } = this.#deps;
    const needed = steps.filter(({ sls }) => !unattended.some((glob) => globMatcher(glob)(sls)));
    if (needed.length === 0) return;
    const now = world.clock.now();
    const refusal = confirm === null ? null : approvals.refusal(confirm, steps, user, now);
    if (confirm !== null && refusal === null) return;
    throw approvalNeeded({ name, refusal, steps: needed, word: approvals.give(steps, user, now) });
  }
}
