import type { Runner } from "../runner.js";

/** Not stock's since 2019; scripts still call it. */
export const getStats: Runner = {
  name: "manage.get_stats",
  doc: "How many minions there are: with an accepted key, there now, and not there.",
  parameters: [],
  reads: true,
  async run(_given, { presence, acceptedMinions }) {
    const accepted = await acceptedMinions();
    const there = new Set(presence.present());
    const present = accepted.filter((id) => there.has(id)).length;
    return new Map([
      ["accepted", accepted.length],
      ["present", present],
      ["not_present", accepted.length - present],
    ]);
  },
};
