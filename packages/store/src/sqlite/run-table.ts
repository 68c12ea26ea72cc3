import type { DatabaseSync } from "node:sqlite";
import type { RunEntry, RunEntryKind, RunFilter, RunRecord, RunState, RunSummary } from "@salina/api";
import { bytes, flag, integer, integerOrNull, oneOf, type Row, text, textOrNull } from "./row.js";

export type RunTable = ReturnType<typeof runTable>;

const states: readonly RunState[] = ["running", "paused", "succeeded", "failed", "cancelled"];
const kinds: readonly RunEntryKind[] = ["started", "note", "ended", "forgotten", "control"];
const heads = "jid, name, user, test, parent, started_at, ended_at, state";

export function runTable(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO runs (jid, name, user, test, parent, started_at, state, plan)
     VALUES (?, ?, ?, ?, ?, ?, 'running', ifnull(?, x'')) ON CONFLICT (jid) DO NOTHING`,
  );
  const append = db.prepare(
    `INSERT INTO run_entries (jid, seq, kind, step, at, data)
     SELECT jid, (SELECT ifnull(max(seq), 0) + 1 FROM run_entries WHERE jid = ?1), ?2, ?3, ?4, ifnull(?5, x'')
     FROM runs WHERE jid = ?1`,
  );
  const setState = db.prepare("UPDATE runs SET state = ?, ended_at = ? WHERE jid = ?");
  const get = db.prepare("SELECT * FROM runs WHERE jid = ?");
  const entries = db.prepare("SELECT kind, step, at, data FROM run_entries WHERE jid = ? ORDER BY seq");
  const open = db.prepare("SELECT * FROM runs WHERE ended_at IS NULL ORDER BY jid");
  const list = db.prepare(
    `SELECT ${heads} FROM runs WHERE jid < ? AND state = ifnull(?, state) ORDER BY jid DESC LIMIT ?`,
  );
  const old = db.prepare(
    "SELECT jid FROM runs WHERE started_at < ? AND ended_at IS NOT NULL ORDER BY started_at, jid LIMIT ?",
  );
  const removals = ["run_entries", "runs"].map((table) => db.prepare(`DELETE FROM ${table} WHERE jid = ?`));

  return {
    /** False: the id is taken. */
    create(run: Omit<RunRecord, "state" | "endedAt">): boolean {
      const { jid, name, user, test, parent, startedAt, plan } = run;
      return insert.run(jid, name, user, test ? 1 : 0, parent, startedAt, plan).changes > 0;
    },
    append(jid: string, { kind, step, at, data }: RunEntry): void {
      append.run(jid, kind, step, at, data);
    },
    setState(jid: string, state: RunState, endedAt: number | null): void {
      setState.run(state, endedAt, jid);
    },
    get(jid: string): RunRecord | undefined {
      const row = get.get(jid);
      return row && recordOf(row);
    },
    entries: (jid: string): readonly RunEntry[] =>
      entries.all(jid).map((row) => ({
        kind: oneOf(row, "kind", kinds),
        step: text(row, "step"),
        at: integer(row, "at"),
        data: bytes(row, "data"),
      })),
    open: (): readonly RunRecord[] => open.all().map(recordOf),
    list: ({ before = "\u{10ffff}", state, limit }: RunFilter): readonly RunSummary[] =>
      list.all(before, state ?? null, Math.max(0, limit)).map(summaryOf),
    prune(startedBefore: number, limit: number): number {
      const jids = old.all(startedBefore, Math.max(0, limit)).map((row) => text(row, "jid"));
      for (const jid of jids) for (const removal of removals) removal.run(jid);
      return jids.length;
    },
  };
}

function recordOf(row: Row): RunRecord {
  return { ...summaryOf(row), plan: bytes(row, "plan") };
}

function summaryOf(row: Row): RunSummary {
  return {
    jid: text(row, "jid"),
    name: text(row, "name"),
    user: text(row, "user"),
    test: flag(row, "test"),
    parent: textOrNull(row, "parent"),
    startedAt: integer(row, "started_at"),
    endedAt: integerOrNull(row, "ended_at"),
    state: oneOf(row, "state", states),
  };
}
