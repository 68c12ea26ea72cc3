import type { MinionFacts } from "@salina/targeting";
import type { Parameters } from "../parameters.js";
import type { Runner, RunnerContext } from "../runner.js";
import { cachedTarget } from "./facts-of-target.js";
import { namedTarget } from "./named-target.js";

interface Parts {
  readonly grains: boolean;
  readonly pillar: boolean;
}

/** @returns false without a target, as stock */
async function clear(given: Parameters, context: RunnerContext, parts: Parts): Promise<boolean> {
  if (given.value("tgt") === null) return false;
  const all: MinionFacts[] = [];
  for await (const batch of context.minionData.batches(await cachedTarget(given, context))) all.push(...batch);
  for (const { id, grains, pillar } of all) {
    if (grains === null && pillar === null) continue;
    await context.minionData.save(id, {
      grains: parts.grains ? new Map() : new Map(grains),
      pillar: parts.pillar || pillar === null ? null : new Map(pillar),
    });
    if (parts.pillar) context.pillars.forget(id);
  }
  return true;
}

export const clearPillar: Runner = {
  name: "cache.clear_pillar",
  doc: "Forgets the pillar of the minions of a target: targets that ask for pillar do not match them until they come again.",
  parameters: namedTarget,
  run: (given, context) => clear(given, context, { grains: false, pillar: true }),
};

export const clearGrains: Runner = {
  name: "cache.clear_grains",
  doc: "Forgets the grains of the minions of a target: targets that ask for grains do not match them until they come again.",
  parameters: namedTarget,
  run: (given, context) => clear(given, context, { grains: true, pillar: false }),
};

export const clearAll: Runner = {
  name: "cache.clear_all",
  doc: "Forgets grains, pillar and mine of the minions of a target.",
  parameters: namedTarget,
  async run(given, context) {
    const minions = given.value("tgt") === null ? [] : await cachedTarget(given, context);
    for (const id of minions) await context.mine.store.flush(id);
    return await clear(given, context, { grains: true, pillar: true });
  },
};
