import type { DatabaseSync } from "node:sqlite";
import { jobsAndMinions } from "./migrations/0001-jobs-and-minions.js";
import { mine } from "./migrations/0002-mine.js";
import { minionPillar } from "./migrations/0003-minion-pillar.js";
import { runs } from "./migrations/0004-runs.js";
import { schedules } from "./migrations/0005-schedules.js";
import { history } from "./migrations/0006-history.js";
import { integer, pragma } from "./row.js";

export interface Migration {
  /** The schema's version after it. */
  readonly version: number;
  readonly sql: string;
}

/** In order. A released one never changes. */
const migrations: readonly Migration[] = [jobsAndMinions, mine, minionPillar, runs, schedules, history];

export const schemaVersion = migrations.length;
/** "SALN": what makes a SQLite file a store of ours. */
export const applicationId = 0x53414c4e;

/** Each step is one transaction together with its version: a kill half-way leaves the version before. */
export function migrate(db: DatabaseSync): void {
  const version = integer(pragma(db, "user_version"), "user_version");
  for (const migration of migrations) {
    if (migration.version <= version) continue;
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(migration.sql);
      db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migration.version}`);
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  }
}
