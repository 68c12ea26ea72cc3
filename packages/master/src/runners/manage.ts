import type { Parameters } from "./parameters.js";
import type { Runner, RunnerContext } from "./runner.js";

async function listed(
  given: Parameters,
  { presence, acceptedMinions }: RunnerContext,
  wanted: boolean,
): Promise<string[]> {
  const subset = given.value("subset");
  const present = new Set(presence.present());
  const ids = (await acceptedMinions()).filter((id) => !Array.isArray(subset) || subset.includes(id));
  return ids.filter((id) => present.has(id) === wanted).sort();
}

/** @source salt/runners/manage.py */
export const manageRunners: Readonly<Record<string, Runner>> = {
  present: {
    doc: "Ids of the minions that are there; nobody is asked.",
    parameters: ["subset"],
    run: (given, context) => listed(given, context, true),
  },
  not_present: {
    doc: "Ids of the minions with an accepted key that are not there, or of which that is not known.",
    parameters: ["subset"],
    run: (given, context) => listed(given, context, false),
  },
};
