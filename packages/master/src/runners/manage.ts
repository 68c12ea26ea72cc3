import { encode } from "@salina/wire";
import { readTarget } from "../mine/mine.js";
import type { Parameters } from "./parameters.js";
import { reading } from "./reading.js";
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

/** Pings, and waits for the end: who does not answer is asked again before it counts as down. */
async function asked(
  given: Parameters,
  { jobs }: RunnerContext,
): Promise<{ readonly up: string[]; readonly down: string[] }> {
  const target = readTarget(given.value("tgt", "*"), given.value("tgt_type", "glob"));
  if (!target) throw new Error("it takes `tgt`");
  const timeoutS = given.number("timeout", 0);
  const { jid } = await jobs.publish({
    target,
    fun: "test.ping",
    arg: encode([]),
    user: "salt-run",
    ...(timeoutS > 0 ? { timeoutMs: timeoutS * 1000 } : {}),
  });
  for await (const update of jobs.follow(jid, new AbortController().signal)) if (update.kind === "end") break;
  const results = (await jobs.get(jid))?.results ?? [];
  const named = (wanted: boolean) =>
    results
      .filter(({ value }) => (value !== null) === wanted)
      .map(({ minion }) => minion)
      .sort();
  return { up: named(true), down: named(false) };
}

/** @source salt/runners/manage.py */
export const manageRunners: Readonly<Record<string, Runner>> = reading({
  present: {
    doc: "Ids of the minions that are there; nobody is asked.",
    parameters: ["subset"],
    run: (given, context) => listed(given, context, true),
  },
  status: {
    doc: "Which minions of a target answer now, and which do not.",
    parameters: ["output", "tgt", "tgt_type", "timeout", "gather_job_timeout"],
    async run(given, context) {
      const { up, down } = await asked(given, context);
      return new Map([
        ["up", up],
        ["down", down],
      ]);
    },
  },
  up: {
    doc: "Which minions of a target answer now.",
    parameters: ["tgt", "tgt_type", "timeout", "gather_job_timeout"],
    run: async (given, context) => (await asked(given, context)).up,
  },
  down: {
    doc: "Which minions of a target do not answer.",
    parameters: ["tgt", "tgt_type", "timeout", "gather_job_timeout"],
    run: async (given, context) => (await asked(given, context)).down,
  },
  not_present: {
    doc: "Ids of the minions with an accepted key that are not there, or of which that is not known.",
    parameters: ["subset"],
    run: (given, context) => listed(given, context, false),
  },
});
