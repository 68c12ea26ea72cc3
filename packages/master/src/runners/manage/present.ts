import type { MinionFacts } from "@salina/targeting";
import type { FunctionParameter } from "../../functions/master-function.js";
import type { Parameters } from "../parameters.js";
import type { Runner, RunnerContext } from "../runner.js";

const parameters: readonly FunctionParameter[] = [
  { name: "subset", doc: "Only these ids.", type: "list", default: null },
  { name: "show_ip", doc: "With the address that each is connected from.", default: false },
];

async function listed(given: Parameters, { presence, acceptedMinions }: RunnerContext, wanted: boolean) {
  const subset = given.list("subset");
  const present = new Set(presence.present());
  const ids = (await acceptedMinions()).filter((id) => subset === null || subset.includes(id));
  return ids.filter((id) => present.has(id) === wanted).sort();
}

/** Presence by one of the names that stock has for it. */
export function present(name: string): Runner {
  return {
    name,
    doc: "Ids of the minions that are there; nobody is asked.",
    parameters,
    reads: true,
    async run(given, context) {
      const ids = await listed(given, context, true);
      return given.flag("show_ip") ? new Map(await addresses(ids, context)) : ids;
    },
  };
}

export function absent(name: string): Runner {
  return {
    name,
    doc: "Ids of the minions with an accepted key that are not there, or of which that is not known.",
    parameters,
    reads: true,
    run: (given, context) => listed(given, context, false),
  };
}

/** An address from the grains that is connected now; else the first one of them; null: none is known. */
async function addresses(
  ids: readonly string[],
  { minionData, peers }: RunnerContext,
): Promise<readonly [string, string | null][]> {
  const connected = await peers();
  const found: [string, string | null][] = [];
  for await (const batch of minionData.batches(ids)) {
    for (const facts of batch) {
      const known = [...addressesIn(facts, "ipv4"), ...addressesIn(facts, "ipv6")];
      found.push([facts.id, known.find((one) => connected?.has(one)) ?? known[0] ?? null]);
    }
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

function addressesIn({ grains }: MinionFacts, name: string): string[] {
  const list = grains?.get(name);
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}
