import type { Job, JobSummary, MinionResult, Outcome } from "@salina/api";
import type * as schema from "../schemas/job.js";
import { restName } from "../target.js";
import { openArguments } from "./arguments.js";
import { time, timeOrNull } from "./times.js";
import { openValue } from "./value.js";

export function viewSummary(job: JobSummary): schema.JobSummary {
  const self = `/v1/jobs/${encodeURIComponent(job.jid)}`;
  const { type, expression, delimiter } = job.target;
  return {
    jid: job.jid,
    state: job.state,
    function: typeof job.fun === "string" ? job.fun : job.fun.join(","),
    user: job.user,
    target: typeof expression === "string" ? expression : [...expression],
    targetType: restName(type),
    ...(delimiter === undefined ? {} : { delimiter }),
    startedAt: time(job.startedAt),
    endedAt: timeOrNull(job.endedAt),
    minions: [...job.minions],
    missing: [...job.missing],
    links: { self, returns: `${self}/returns` },
  };
}

export function viewJob(job: Job): schema.Job {
  const expected = new Set(job.minions);
  const count = (outcome: Outcome) =>
    job.results.filter((one) => one.outcome === outcome && expected.has(one.minion)).length;
  return {
    ...viewSummary(job),
    steps: openArguments(job.fun, job.arg),
    metadata: job.metadata === null ? null : openValue(job.metadata),
    counts: {
      expected: expected.size,
      returned: count("returned"),
      failed: count("failed"),
      running: count("running"),
      offline: count("offline"),
      lost: count("lost"),
    },
    returns: job.results.map(viewReturn),
  };
}

/** Facts of an answer stand only where there is one; where there is none, what is known of the silence. */
export function viewReturn(result: MinionResult): schema.Return {
  const { minion, outcome, late } = result;
  if (result.value !== null) {
    return {
      minion,
      outcome,
      late,
      retcode: result.retcode,
      success: result.success,
      value: openValue(result.value),
      ...(result.out === null ? {} : { outputter: result.out }),
      ...(result.returnedAt === null ? {} : { returnedAt: time(result.returnedAt) }),
    };
  }
  return {
    minion,
    outcome,
    late,
    ...(result.confirmedAt === null ? {} : { confirmedAt: time(result.confirmedAt) }),
    ...(result.lastSeenAt === null ? {} : { lastSeen: time(result.lastSeenAt) }),
    ...(result.connected === null ? {} : { connected: result.connected }),
  };
}
