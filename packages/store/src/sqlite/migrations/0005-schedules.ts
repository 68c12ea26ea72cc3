import type { Migration } from "../migrate.js";

/** Scheduled jobs (an empty name: the schedule as a whole) and their runs. Settings and state are msgpack, lists JSON. */
export const schedules: Migration = {
  version: 5,
  sql: `
    CREATE TABLE schedules (
      name      TEXT PRIMARY KEY,
      settings  BLOB,
      enabled   INTEGER,
      state     BLOB
    ) STRICT;

    CREATE TABLE schedule_runs (
      name        TEXT NOT NULL,
      id          TEXT NOT NULL,
      cause       TEXT NOT NULL,
      outcome     TEXT NOT NULL,
      due_at      INTEGER NOT NULL,
      started_at  INTEGER,
      ended_at    INTEGER,
      jid         TEXT,
      reason      TEXT,
      minions     TEXT NOT NULL,
      count       INTEGER NOT NULL,
      PRIMARY KEY (name, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX schedule_runs_open ON schedule_runs (id) WHERE outcome = 'running';
  `,
};
