import type { DatabaseSync } from "node:sqlite";
import type { Job, JobFilter, JobSummary } from "@salina/api";
import type { NewJob } from "../port.js";
import { arrangeResults, stateOfEndedJob } from "../results.js";
import { bit, jobOfRow, summaryOfRow } from "./job-rows.js";
import type { ResultTable } from "./result-table.js";
import { integer, integerOrNull, type Row, strings, text } from "./row.js";

export type JobTable = ReturnType<typeof jobTable>;

export interface JobHead {
  readonly ended: boolean;
  /** Minions that were targeted. */
  readonly expected: number;
}

const whole = "SELECT * FROM jobs JOIN job_details USING (jid)";
/** Pages of 4 KiB that one call of `prune` gives back to the file system. */
const pagesGivenBack = 256;

export function jobTable(db: DatabaseSync, results: ResultTable) {
  const insert = db.prepare(
    `INSERT INTO jobs (jid, user, standalone, expected, started_at, state) VALUES (?, ?, ?, ?, ?, 'running')
     ON CONFLICT (jid) DO NOTHING`,
  );
  const insertDetails = db.prepare(
    "INSERT INTO job_details (jid, minions, missing, target, fun, arg, metadata) VALUES (?, ?, ?, ?, ?, ifnull(?, x''), ?)",
  );
  const insertFunction = db.prepare("INSERT OR IGNORE INTO job_functions (fun, jid) VALUES (?, ?)");
  const head = db.prepare("SELECT ended_at, expected FROM jobs WHERE jid = ?");
  const minions = db.prepare("SELECT minions FROM job_details WHERE jid = ?");
  const end = db.prepare("UPDATE jobs SET ended_at = ? WHERE jid = ? AND ended_at IS NULL");
  const setState = db.prepare("UPDATE jobs SET state = ? WHERE jid = ?");
  const get = db.prepare(`${whole} WHERE jid = ?`);
  const open = db.prepare(`${whole} WHERE ended_at IS NULL ORDER BY jid`);
  const list = db.prepare(`${whole} WHERE jid < ? ORDER BY jid DESC LIMIT ?`);
  const listUser = db.prepare(`${whole} WHERE user = ? AND jid < ? ORDER BY jid DESC LIMIT ?`);
  const listFun = db.prepare(
    `SELECT jobs.*, d.* FROM job_functions AS f JOIN jobs USING (jid) JOIN job_details AS d USING (jid)
     WHERE f.fun = ? AND f.jid < ? AND user = ifnull(?, user) ORDER BY f.jid DESC LIMIT ?`,
  );
  const old = db.prepare(
    "SELECT jid FROM jobs WHERE started_at < ? AND ended_at IS NOT NULL ORDER BY started_at, jid LIMIT ?",
  );
  const removals = ["results", "conflicts", "job_functions", "job_details", "jobs"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE jid = ?`),
  );

  function wholeJob(row: Row): Job {
    const known = results.ofJob(text(row, "jid"));
    return jobOfRow(row, arrangeResults(strings(text(row, "minions")), known));
  }

  return {
    /** False: the id is taken. */
    create(job: NewJob): boolean {
      const { jid, user, startedAt, target, fun } = job;
      const done = insert.run(jid, user, bit(job.standalone ?? false), new Set(job.minions).size, startedAt);
      if (done.changes === 0) return false;
      const lists = [job.minions, job.missing, target, fun].map((value) => JSON.stringify(value));
      const [minionsJson = "[]", missingJson = "[]", targetJson = "{}", funJson = "[]"] = lists;
      insertDetails.run(jid, minionsJson, missingJson, targetJson, funJson, job.arg, job.metadata);
      for (const name of [fun].flat()) insertFunction.run(name, jid);
      return true;
    },
    head(jid: string): JobHead | undefined {
      const row = head.get(jid);
      return row && { ended: integerOrNull(row, "ended_at") !== null, expected: integer(row, "expected") };
    },
    minions(jid: string): readonly string[] {
      const row = minions.get(jid);
      return row ? strings(text(row, "minions")) : [];
    },
    end(jid: string, endedAt: number): void {
      end.run(endedAt, jid);
    },
    /** The state of an ended job changes once more when an answer comes late. */
    refreshState(jid: string): void {
      const job = this.head(jid);
      if (!job?.ended) return;
      const { known, succeeded } = results.count(jid, job.expected === 0);
      setState.run(stateOfEndedJob(job.expected || known, succeeded), jid);
    },
    get(jid: string): Job | undefined {
      const row = get.get(jid);
      return row && wholeJob(row);
    },
    open: (): readonly Job[] => open.all().map(wholeJob),
    list(filter: JobFilter): readonly JobSummary[] {
      const { fun, user } = filter;
      const before = filter.before ?? "\u{10ffff}";
      const limit = Math.max(0, filter.limit);
      if (fun !== undefined) return listFun.all(fun, before, user ?? null, limit).map(summaryOfRow);
      if (user !== undefined) return listUser.all(user, before, limit).map(summaryOfRow);
      return list.all(before, limit).map(summaryOfRow);
    },
    prune(startedBefore: number, limit: number): number {
      const jids = old.all(startedBefore, Math.max(0, limit)).map((row) => text(row, "jid"));
      for (const jid of jids) for (const removal of removals) removal.run(jid);
      if (jids.length > 0) db.exec(`PRAGMA incremental_vacuum(${pagesGivenBack})`);
      return jids.length;
    },
  };
}
