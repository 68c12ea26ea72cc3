import { type Encodable, isMap, type Value } from "@salina/wire";
import { answerOf, askMinions } from "../ask-minions.js";
import type { Runner } from "../runner.js";
import { displayProgress } from "./job-parameters.js";
import { startTime } from "./job-shapes.js";

export const active: Runner = {
  name: "jobs.active",
  doc: "Jobs that minions say they are running now, with who runs them and who has returned.",
  parameters: [displayProgress],
  async run(given, context) {
    const target = { type: "glob", expression: "*" } as const;
    const results = await askMinions({ target, fun: "saltutil.running" }, context);
    const found = new Map<string, { about: Map<string, Encodable>; running: Encodable[] }>();
    for (const result of results) {
      const jobs = answerOf(result);
      if (given.flag("display_progress")) {
        context.call.progress(new Map([["message", `Received reply from minion ${result.minion}`]]));
      }
      for (const job of Array.isArray(jobs) ? jobs : []) {
        const jid = isMap(job) ? job.get("jid") : undefined;
        if (!isMap(job) || typeof jid !== "string") continue;
        const known = found.get(jid) ?? { about: describedByMinion(jid, job), running: [] };
        known.running.push(new Map([[result.minion, job.get("pid") ?? null]]));
        found.set(jid, known);
      }
    }
    const shown = new Map<string, Encodable>();
    for (const [jid, { about, running }] of found) {
      const job = await context.jobs.get(jid);
      const done = (job?.results ?? []).filter(({ value }) => value !== null).map(({ minion }) => minion);
      shown.set(jid, about.set("Running", running).set("Returned", done));
    }
    return shown;
  },
};

function describedByMinion(jid: string, job: ReadonlyMap<Value, Value>): Map<string, Encodable> {
  return new Map<string, Encodable>([
    ["Function", job.get("fun") ?? "unknown-function"],
    ["Arguments", job.get("arg") ?? []],
    ["Target", job.get("tgt") ?? "unknown-target"],
    ["Target-type", job.get("tgt_type") ?? "list"],
    ["User", job.get("user") ?? "root"],
    ["StartTime", startTime(jid)],
  ]);
}
