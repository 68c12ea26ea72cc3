import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";

export const showPillar: Runner = {
  name: "pillar.show_pillar",
  doc: "The pillar that is made for a minion now, with the grains that it sent last.",
  parameters: [
    { name: "minion", doc: "Id of a minion with an accepted key.", type: "text" },
    { name: "saltenv", doc: "As the minion would ask for it.", type: "text", default: null },
    { name: "pillarenv", doc: "As the minion would ask for it.", type: "text", default: null },
  ],
  keywords: "Grains to take instead of its own.",
  reads: true,
  async run(given, { pillars, minionData, acceptedMinions }) {
    const id = given.text("minion");
    if (!(await acceptedMinions()).includes(id)) throw new Error(`there is no minion '${id}' with an accepted key`);
    for await (const [facts] of minionData.batches([id])) {
      const grains = new Map<Value, Value>([...(facts?.grains ?? []), ...given.keywords, ["id", id]]);
      const made = await pillars.make({
        id,
        grains,
        saltenv: given.textOrNull("saltenv"),
        pillarenv: given.textOrNull("pillarenv"),
        override: null,
        // With other grains it is another pillar: not that of the cache, nor one for it.
        fresh: given.keywords.size > 0,
      });
      if (given.keywords.size > 0) pillars.forget(id);
      return made.pillar;
    }
    return new Map();
  },
};
