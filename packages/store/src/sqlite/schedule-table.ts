import type { DatabaseSync } from "node:sqlite";
import type { ScheduleRun } from "@salina/api";
import type { StoredSchedule } from "../port.js";
import { bit } from "./job-rows.js";
import * as read from "./row.js";

export type ScheduleTable = ReturnType<typeof scheduleTable>;

export function scheduleTable(db: DatabaseSync) {
  const all = db.prepare("SELECT * FROM schedules ORDER BY name");
  const save = db.prepare("INSERT OR REPLACE INTO schedules (name, settings, enabled, state) VALUES (?, ?, ?, ?)");
  const saveRun = db.prepare(
    `INSERT OR REPLACE INTO schedule_runs
       (name, id, cause, outcome, due_at, started_at, ended_at, jid, reason, minions, count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const prune = db.prepare(
    `DELETE FROM schedule_runs WHERE name = ? AND outcome <> 'running' AND id <=
       (SELECT id FROM schedule_runs WHERE name = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
  );
  const remove = db.prepare("DELETE FROM schedules WHERE name = ?");
  const removeRuns = db.prepare("DELETE FROM schedule_runs WHERE name = ?");
  const runs = db.prepare("SELECT * FROM schedule_runs WHERE name = ? AND id < ? ORDER BY id DESC LIMIT ?");
  const open = db.prepare("SELECT * FROM schedule_runs WHERE outcome = 'running' ORDER BY id");

  return {
    all: (): readonly StoredSchedule[] =>
      all.all().map((row) => ({
        name: read.text(row, "name"),
        settings: read.bytesOrNull(row, "settings"),
        enabled: read.flagOrNull(row, "enabled"),
        state: read.bytesOrNull(row, "state"),
      })),
    save({ name, settings, enabled, state }: StoredSchedule, added: readonly ScheduleRun[], keepRuns: number): void {
      save.run(name, settings, bit(enabled), state);
      for (const run of added) {
        const { id, cause, outcome, dueAt, startedAt, endedAt, jid, reason, minions, count } = run;
        const list = JSON.stringify(minions);
        saveRun.run(run.name, id, cause, outcome, dueAt, startedAt, endedAt, jid, reason, list, count);
      }
      if (added.length > 0) prune.run(name, name, Math.max(0, keepRuns));
    },
    remove(name: string): void {
      remove.run(name);
      removeRuns.run(name);
    },
    runs: (name: string, limit: number, before: string | null): readonly ScheduleRun[] =>
      runs.all(name, before ?? "\u{10ffff}", Math.max(0, limit)).map(runOfRow),
    openRuns: (): readonly ScheduleRun[] => open.all().map(runOfRow),
  };
}

function runOfRow(row: read.Row): ScheduleRun {
  return {
    id: read.text(row, "id"),
    name: read.text(row, "name"),
    cause: read.oneOf(row, "cause", ["due", "missed", "extra", "start", "asked"]),
    outcome: read.oneOf(row, "outcome", ["running", "succeeded", "failed", "interrupted", "missed"]),
    dueAt: read.integer(row, "due_at"),
    startedAt: read.integerOrNull(row, "started_at"),
    endedAt: read.integerOrNull(row, "ended_at"),
    jid: read.textOrNull(row, "jid"),
    reason: read.textOrNull(row, "reason"),
    minions: read.strings(read.text(row, "minions")),
    count: read.integer(row, "count"),
  };
}
