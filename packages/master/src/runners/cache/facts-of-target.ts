import type { MinionFacts } from "@salina/targeting";
import { type Encodable, isMap, type ValueMap } from "@salina/wire";
import { targetOf } from "../ask-minions.js";
import type { Parameters } from "../parameters.js";
import type { RunnerContext } from "../runner.js";

/** Minions of the target, by what is known of them. */
export async function cachedTarget(given: Parameters, { resolve }: RunnerContext): Promise<readonly string[]> {
  return await resolve(targetOf(given), { greedy: false, exactPillar: false });
}

/** Data of the minions of a target, by id; those of which nothing is known are left out. */
export async function factsOfTarget(
  given: Parameters,
  context: RunnerContext,
  part: (facts: MinionFacts) => ValueMap | null,
): Promise<Encodable> {
  const found = new Map<string, Encodable>();
  for await (const batch of context.minionData.batches(await cachedTarget(given, context))) {
    for (const one of batch) {
      const data = part(one);
      if (isMap(data)) found.set(one.id, data);
    }
  }
  return found;
}
