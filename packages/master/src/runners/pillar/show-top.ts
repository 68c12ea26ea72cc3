import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";

export const showTop: Runner = {
  name: "pillar.show_top",
  doc: "What the top files of the pillar say, with the grains of a minion.",
  parameters: [
    {
      name: "minion",
      doc: "Id of a minion with an accepted key; without one, top files are rendered without grains.",
      type: "text",
      default: null,
    },
    { name: "saltenv", doc: "As the minion would ask for it.", type: "text", default: "base" },
  ],
  reads: true,
  async run(given, { pillars, minionData, acceptedMinions, call }) {
    const id = given.textOrNull("minion");
    if (id !== null && !(await acceptedMinions()).includes(id)) {
      throw new Error(`there is no minion '${id}' with an accepted key`);
    }
    const grains = new Map<Value, Value>();
    for await (const [facts] of id === null ? [] : minionData.batches([id])) {
      for (const [key, value] of facts?.grains ?? []) grains.set(key, value);
      grains.set("id", id);
    }
    const question = { saltenv: given.text("saltenv"), pillarenv: null, override: null, fresh: false, topOnly: true };
    const { pillar, errors } = await pillars.make({ id: id ?? "", grains, ...question });
    if (errors.length === 0) return pillar;
    call.progress(
      new Map<Value, Value>([
        ["data", [...errors]],
        ["outputter", "nested"],
      ]),
    );
    return [...errors];
  },
};
