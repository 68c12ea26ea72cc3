import type { Migration } from "../migrate.js";

/** Orchestration runs with their plans, and what came of each step. */
export const runs: Migration = {
  version: 4,
  sql: `
    CREATE TABLE runs (
      jid         TEXT PRIMARY KEY,
      name        TEXT NOT NULL,
      user        TEXT NOT NULL,
      test        INTEGER NOT NULL,
      parent      TEXT,
      started_at  INTEGER NOT NULL,
      ended_at    INTEGER,
      state       TEXT NOT NULL,
      plan        BLOB NOT NULL
    ) STRICT;
    CREATE INDEX runs_open ON runs (jid) WHERE ended_at IS NULL;
    CREATE TABLE run_entries (
      jid   TEXT NOT NULL,
      seq   INTEGER NOT NULL,
      kind  TEXT NOT NULL,
      step  TEXT NOT NULL,
      at    INTEGER NOT NULL,
      data  BLOB NOT NULL,
      PRIMARY KEY (jid, seq)
    ) STRICT, WITHOUT ROWID;
  `,
};
