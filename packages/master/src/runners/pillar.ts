import { isMap } from "@salina/wire";
import { reading } from "./reading.js";
import type { Runner } from "./runner.js";

/** @source salt/runners/pillar.py */
export const pillarRunners: Readonly<Record<string, Runner>> = reading({
  show_pillar: {
    doc: "The pillar that is made for a minion now, with the grains that it sent last.",
    parameters: ["minion", "saltenv", "pillarenv"],
    async run(given, { pillars, minionData, acceptedMinions }) {
      const id = given.text("minion", "");
      if (!(await acceptedMinions()).includes(id)) throw new Error(`there is no minion '${id}' with an accepted key`);
      const textOrNull = (name: string) => (given.value(name) === null ? null : given.text(name));
      for await (const [facts] of minionData.batches([id])) {
        const grains = isMap(facts?.grains) ? new Map(facts.grains) : new Map();
        const made = await pillars.make({
          id,
          grains: grains.set("id", id),
          saltenv: textOrNull("saltenv"),
          pillarenv: textOrNull("pillarenv"),
          override: null,
          fresh: false,
        });
        return made.pillar;
      }
      return new Map();
    },
  },
});
