import type { Encodable } from "@salina/wire";
import type { Runner } from "../runner.js";
import { displayProgress, extSource, jidParameter } from "./job-parameters.js";
import { jobOf, returned } from "./job-shapes.js";

export const lookupJid: Runner = {
  name: "jobs.lookup_jid",
  doc: "What a job gave, as it was shown when it ran.",
  parameters: [
    jidParameter,
    extSource,
    { name: "returned", doc: "With what minions returned.", default: true },
    { name: "missing", doc: "With those that did not return.", default: false },
    displayProgress,
  ],
  reads: true,
  async run(given, { jobs, call }) {
    const job = await jobOf(jobs, given);
    const answered = job.results.filter(({ value }) => value !== null);
    const data = new Map<string, Encodable>();
    for (const one of answered) {
      if (given.flag("display_progress")) call.progress(new Map([["message", one.minion]]));
      if (given.flag("returned")) data.set(one.minion, returned(one));
    }
    if (given.flag("missing")) {
      for (const { minion, value } of job.results) if (value === null) data.set(minion, "Minion did not return");
    }
    const out = answered.find((one) => one.out !== null)?.out ?? null;
    return out === null
      ? data
      : new Map<string, Encodable>([
          ["outputter", out],
          ["data", data],
        ]);
  },
};
