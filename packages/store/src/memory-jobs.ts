import type { Job, JobState, JobSummary, MinionResult } from "@salina/api";
import { answer } from "./answer.js";
import { checkFilter, checkJob, checkOutcome, checkReturn, integers } from "./check.js";
import { jobMatches } from "./job-match.js";
import { JidTakenError, type JobStore, type NewJob, type NewReturn, type ReturnVerdict } from "./port.js";
import {
  arrangeResults,
  isAnswered,
  maxConflictsOfMinion,
  resultOfOutcome,
  resultOfReturn,
  sameAnswer,
  stateOfEndedJob,
} from "./results.js";

interface Entry {
  readonly job: NewJob;
  endedAt: number | null;
  readonly results: Map<string, MinionResult>;
  readonly conflicts: NewReturn[];
}

export function memoryJobs(): JobStore {
  const entries = new Map<string, Entry>();

  return {
    create: (job) =>
      answer(() => {
        checkJob(job);
        if (entries.has(job.jid)) throw new JidTakenError(job.jid);
        entries.set(job.jid, { job, endedAt: null, results: new Map(), conflicts: [] });
      }),
    addReturn: (given) =>
      answer(() => {
        checkReturn(given);
        const entry = entries.get(given.jid);
        return entry ? takeReturn(entry, { ...given, value: new Uint8Array(given.value) }) : "unknown-job";
      }),
    setOutcomes: (outcomes) =>
      answer(() => {
        outcomes.forEach(checkOutcome);
        for (const outcome of outcomes) {
          const entry = entries.get(outcome.jid);
          const known = entry?.results.get(outcome.minion);
          if (entry && !(known && isAnswered(known.outcome)))
            entry.results.set(outcome.minion, resultOfOutcome(outcome));
        }
      }),
    end: (jid, endedAt) =>
      answer(() => {
        integers({ endedAt });
        const entry = entries.get(jid);
        if (entry) entry.endedAt ??= endedAt;
      }),
    get: (jid) =>
      answer(() => {
        const entry = entries.get(jid);
        return entry && wholeJob(entry);
      }),
    result: (jid, minion) =>
      answer(() => {
        const entry = entries.get(jid);
        return entry && wholeJob(entry).results.find((result) => result.minion === minion);
      }),
    list: (filter) =>
      answer(() => {
        checkFilter(filter);
        if (filter.limit <= 0) return { jobs: [], next: null };
        const found = [...entries.values()]
          .filter(({ job }) => filter.before === undefined || job.jid < filter.before)
          .filter((entry) => jobMatches(wholeJob(entry), filter))
          .sort((a, b) => (a.job.jid > b.job.jid ? -1 : 1));
        const jobs = found.slice(0, filter.limit).map(summary);
        return { jobs, next: found.length > jobs.length ? (jobs.at(-1)?.jid ?? null) : null };
      }),
    names: () =>
      answer(() => ({
        functions: sorted([...entries.values()].flatMap(({ job }) => job.fun)),
        minions: sorted([...entries.values()].flatMap(knownMinions)),
      })),
    oldest: () =>
      answer(() => {
        const ended = [...entries.values()].filter(({ endedAt }) => endedAt !== null);
        return ended.length === 0 ? null : Math.min(...ended.map(({ job }) => job.startedAt));
      }),
    open: () =>
      answer(() => {
        return [...entries.values()]
          .filter((entry) => entry.endedAt === null)
          .map(wholeJob)
          .sort((a, b) => (a.jid < b.jid ? -1 : 1));
      }),
    conflicts: (jid) => answer(() => entries.get(jid)?.conflicts.slice() ?? []),
    prune: (startedBefore, limit) =>
      answer(() => {
        integers({ startedBefore, limit });
        const old = [...entries.values()]
          .filter(({ job, endedAt }) => job.startedAt < startedBefore && endedAt !== null)
          .sort((a, b) => a.job.startedAt - b.job.startedAt || (a.job.jid < b.job.jid ? -1 : 1))
          .slice(0, Math.max(0, limit));
        for (const { job } of old) entries.delete(job.jid);
        return old.length;
      }),
  };
}

function takeReturn(entry: Entry, answer: NewReturn): ReturnVerdict {
  const known = entry.results.get(answer.minion);
  if (!known || !isAnswered(known.outcome)) {
    entry.results.set(answer.minion, resultOfReturn(answer, known));
    return "stored";
  }
  if (sameAnswer(known, answer)) return "same";
  const kept = entry.conflicts.filter((other) => other.minion === answer.minion);
  if (kept.length < maxConflictsOfMinion && !kept.some((other) => sameAnswer(other, answer))) {
    entry.conflicts.push(answer);
  }
  return "different";
}

function stateOf({ job, endedAt, results }: Entry): JobState {
  if (endedAt === null) return "running";
  const all = [...results.values()];
  const counted = job.minions.length > 0 ? all.filter(({ minion }) => job.minions.includes(minion)) : all;
  const expected = job.minions.length || counted.length;
  return stateOfEndedJob(expected, counted.filter(({ outcome }) => outcome === "returned").length);
}

function summary(entry: Entry): JobSummary {
  const { jid, minions, missing, target, fun, arg, user, startedAt } = entry.job;
  return { jid, minions, missing, target, fun, arg, user, startedAt, endedAt: entry.endedAt, state: stateOf(entry) };
}

function wholeJob(entry: Entry): Job {
  const { metadata, minions } = entry.job;
  return { ...summary(entry), metadata, results: arrangeResults(minions, [...entry.results.values()]) };
}

/** Minions that a job has a result of; when it has ended, each targeted one has. */
function knownMinions({ job, endedAt, results }: Entry): readonly string[] {
  return [...results.keys(), ...(endedAt === null ? [] : job.minions)];
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
