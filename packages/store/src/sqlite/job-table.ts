import type { DatabaseSync } from "node:sqlite";
import type { Job, JobFilter, JobNames, JobPage } from "@salina/api";
import type { NewJob } from "../port.js";
import { arrangeResults, stateOfEndedJob } from "../results.js";
import { jidRange } from "./jid-range.js";
import { bit, jobOfRow, summaryOfRow } from "./job-rows.js";
import { jobSearch } from "./job-search.js";
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
  const insertAstray = db.prepare("INSERT INTO jobs_astray (jid) VALUES (?)");
  const insertFunction = db.prepare("INSERT OR IGNORE INTO job_functions (fun, jid) VALUES (?, ?)");
  const head = db.prepare("SELECT ended_at, expected FROM jobs WHERE jid = ?");
  const minions = db.prepare("SELECT minions FROM job_details WHERE jid = ?");
  const end = db.prepare("UPDATE jobs SET ended_at = ? WHERE jid = ? AND ended_at IS NULL");
  const setState = db.prepare("UPDATE jobs SET state = ? WHERE jid = ?");
  const get = db.prepare(`${whole} WHERE jid = ?`);
  const open = db.prepare(`${whole} WHERE ended_at IS NULL ORDER BY jid`);
  const oldest = db.prepare("SELECT started_at FROM jobs WHERE ended_at IS NOT NULL ORDER BY started_at, jid LIMIT 1");
  const functions = distinct(db, "job_functions", "fun");
  const minionNames = distinct(db, "results", "minion");
  const old = db.prepare(
    "SELECT jid FROM jobs WHERE started_at < ? AND ended_at IS NOT NULL ORDER BY started_at, jid LIMIT ?",
  );
  const removals = ["results", "conflicts", "job_functions", "job_details", "jobs_astray", "jobs"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE jid = ?`),
  );

  function wholeJob(row: Row): Job {
    const known = results.ofJob(text(row, "jid"));
    return jobOfRow(row, arrangeResults(strings(text(row, "minions")), known));
  }

  const search = jobSearch(db, (jid) => {
    const row = get.get(jid);
    return row && wholeJob(row);
  });

  return {
    /** False: the id is taken. */
    create(job: NewJob): boolean {
      const { jid, user, startedAt, target, fun } = job;
      const done = insert.run(jid, user, bit(job.standalone ?? false), new Set(job.minions).size, startedAt);
      if (done.changes === 0) return false;
      const { first, last } = jidRange(startedAt);
      if (jid < first || jid > last) insertAstray.run(jid);
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
      if (known < job.expected) results.addSilent(jid, this.minions(jid));
      setState.run(stateOfEndedJob(job.expected || known, succeeded), jid);
    },
    get(jid: string): Job | undefined {
      const row = get.get(jid);
      return row && wholeJob(row);
    },
    open: (): readonly Job[] => open.all().map(wholeJob),
    list(filter: JobFilter): JobPage {
      const { jids, next } = search(filter);
      return { jobs: jids.flatMap((jid) => get.all(jid)).map(summaryOfRow), next };
    },
    names: (): JobNames => ({ functions: functions(), minions: minionNames() }),
    oldest(): number | null {
      const row = oldest.get();
      return row ? integer(row, "started_at") : null;
    },
    prune(startedBefore: number, limit: number): number {
      const jids = old.all(startedBefore, Math.max(0, limit)).map((row) => text(row, "jid"));
      for (const jid of jids) {
        results.forgetStates(jid);
        for (const removal of removals) removal.run(jid);
      }
      if (jids.length > 0) db.exec(`PRAGMA incremental_vacuum(${pagesGivenBack})`);
      return jids.length;
    },
  };
}

/** Values of a column that an index begins with: leaps from one to the next. */
function distinct(db: DatabaseSync, table: string, column: string): () => readonly string[] {
  const statement = db.prepare(
    `WITH RECURSIVE names(name) AS (
       SELECT min(${column}) FROM ${table}
       UNION ALL SELECT (SELECT min(${column}) FROM ${table} WHERE ${column} > name) FROM names WHERE name IS NOT NULL
     )
     SELECT name FROM names WHERE name IS NOT NULL LIMIT 10000`,
  );
  return () => statement.all().map((row) => text(row, "name"));
}
