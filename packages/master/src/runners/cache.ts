import type { MinionFacts } from "@salina/targeting";
import { type Encodable, isMap, type ValueMap } from "@salina/wire";
import { readTarget } from "../mine/mine.js";
import type { Parameters } from "./parameters.js";
import { reading } from "./reading.js";
import type { Runner, RunnerContext } from "./runner.js";

/** Data of the minions of a target, by id; those of which nothing is known are left out. */
async function facts(
  given: Parameters,
  { resolve, minionData }: RunnerContext,
  part: (facts: MinionFacts) => ValueMap | null,
): Promise<Encodable> {
  const target = readTarget(given.value("tgt", "*"), given.value("tgt_type", "glob"));
  if (!target) throw new Error("it takes `tgt`");
  const found = new Map<string, Encodable>();
  const minions = await resolve(target, { greedy: false, exactPillar: false });
  for await (const batch of minionData.batches(minions)) {
    for (const one of batch) {
      const data = part(one);
      if (isMap(data)) found.set(one.id, data);
    }
  }
  return found;
}

/** @source salt/runners/cache.py */
export const cacheRunners: Readonly<Record<string, Runner>> = reading({
  grains: {
    doc: "Grains of the minions of a target, as they were last sent.",
    parameters: ["tgt", "tgt_type"],
    run: (given, context) => facts(given, context, ({ grains }) => grains),
  },
  pillar: {
    doc: "Pillar of the minions of a target, as it was last made for them.",
    parameters: ["tgt", "tgt_type"],
    run: (given, context) => facts(given, context, ({ pillar }) => pillar),
  },
});
