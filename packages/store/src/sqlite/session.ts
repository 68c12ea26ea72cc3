import type { DatabaseSync } from "node:sqlite";
import type { NewReturn, ReturnVerdict } from "../port.js";
import { isAnswered, resultOfOutcome, resultOfReturn, sameAnswer, silentResult } from "../results.js";
import { jobTable } from "./job-table.js";
import { mineTable } from "./mine-table.js";
import { minionTable } from "./minion-table.js";
import type { StoreRequest } from "./ops.js";
import { resultTable } from "./result-table.js";
import { runTable } from "./run-table.js";
import { scheduleTable } from "./schedule-table.js";
import { sizeOf } from "./size.js";
import { TargetedMinions } from "./targeted-minions.js";

export interface Session {
  /** Runs one operation inside of the caller's transaction. */
  run(request: StoreRequest): unknown;
  /** To be called before each commit: what follows from everything in the transaction together. */
  settle(): void;
  /** To be called after each rollback. */
  forget(): void;
}

export function openSession(db: DatabaseSync): Session {
  const results = resultTable(db);
  const jobs = jobTable(db, results);
  const minions = minionTable(db);
  const mine = mineTable(db);
  const runs = runTable(db);
  const schedules = scheduleTable(db);
  const targeted = new TargetedMinions(jobs.minions);
  /** Ended jobs with new results: counted once a transaction, not once a return. */
  const changedJobs = new Set<string>();

  function addReturn(answer: NewReturn): ReturnVerdict {
    const job = jobs.head(answer.jid);
    if (!job) return "unknown-job";
    const known = results.get(answer.jid, answer.minion);
    if (!known || !isAnswered(known.outcome)) {
      results.save(answer.jid, targeted.has(answer.jid, answer.minion), resultOfReturn(answer, known));
      if (job.ended) changedJobs.add(answer.jid);
      return "stored";
    }
    if (sameAnswer(known, answer)) return "same";
    results.addConflict(answer);
    return "different";
  }

  function run(request: StoreRequest): unknown {
    const { op, params } = request;
    switch (op) {
      case "jobs.create":
        return jobs.create(params) ? "created" : "taken";
      case "jobs.addReturn":
        return addReturn(params);
      case "jobs.setOutcomes":
        for (const outcome of params) {
          const { jid, minion } = outcome;
          const job = jobs.head(jid);
          const known = results.get(jid, minion);
          if (!job || (known && isAnswered(known.outcome))) continue;
          results.save(jid, targeted.has(jid, minion), resultOfOutcome(outcome));
          if (job.ended) changedJobs.add(jid);
        }
        return null;
      case "jobs.end":
        jobs.end(params.jid, params.endedAt);
        changedJobs.add(params.jid);
        return null;
      case "jobs.result":
        return results.get(params.jid, params.minion) ?? silent(params.jid, params.minion);
      case "jobs.get":
        settle();
        return jobs.get(params.jid);
      case "jobs.list":
        settle();
        return jobs.list(params);
      case "jobs.names":
        settle();
        return jobs.names();
      case "jobs.oldest":
        return jobs.oldest();
      case "size":
        return sizeOf(db);
      case "jobs.open":
        return jobs.open();
      case "jobs.conflicts":
        return results.conflicts(params.jid);
      case "jobs.prune":
        targeted.clear();
        return jobs.prune(params.startedBefore, params.limit);
      case "minions.seen":
        minions.seen(params);
        return null;
      case "minions.proveEra":
        minions.proveEra(params.id, params.era);
        return null;
      case "minions.forgetEra":
        minions.forgetEra(params.id);
        return null;
      case "minions.saveData":
        minions.saveData(params.data, params.at);
        return null;
      case "minions.data":
        return minions.data(params.ids);
      case "minions.get":
        return minions.get(params.id);
      case "minions.all":
        return minions.all();
      case "minions.remove":
        minions.remove(params.id);
        mine.flush(params.id);
        return null;
      case "mine.update":
        mine.update(params.minion, params.entries, params.clear);
        return null;
      case "mine.remove":
        mine.remove(params.minion, params.fun);
        return null;
      case "mine.flush":
        mine.flush(params.minion);
        return null;
      case "mine.get":
        return mine.get(params.minions, params.funs);
      case "runs.create":
        return runs.create(params) ? "created" : "taken";
      case "runs.append":
        runs.append(params.jid, params.entry);
        return null;
      case "runs.setState":
        runs.setState(params.jid, params.state, params.endedAt);
        return null;
      case "runs.get":
        return runs.get(params.jid);
      case "runs.entries":
        return runs.entries(params.jid);
      case "runs.open":
        return runs.open();
      case "runs.list":
        return runs.list(params);
      case "runs.prune":
        return runs.prune(params.startedBefore, params.limit);
      case "schedules.all":
        return schedules.all();
      case "schedules.save":
        schedules.save(params.schedule, params.runs, params.keepRuns);
        return null;
      case "schedules.remove":
        schedules.remove(params.name);
        return null;
      case "schedules.runs":
        return schedules.runs(params.name, params.limit, params.before);
      case "schedules.openRuns":
        return schedules.openRuns();
    }
  }

  function silent(jid: string, minion: string) {
    return targeted.has(jid, minion) ? silentResult(minion) : undefined;
  }

  function settle(): void {
    for (const jid of changedJobs) jobs.refreshState(jid);
    changedJobs.clear();
  }

  return {
    run,
    settle,
    forget() {
      changedJobs.clear();
      targeted.clear();
    },
  };
}
