import type { Migration } from "../migrate.js";

/**
 * `jobs` is narrow, because its rows change; what never changes and can be large is in `job_details`.
 * `results` has rows only for minions of which something is known. Lists are JSON; values are msgpack, as they came.
 */
export const jobsAndMinions: Migration = {
  version: 1,
  sql: `
    CREATE TABLE jobs (
      jid         TEXT PRIMARY KEY,
      user        TEXT NOT NULL,
      standalone  INTEGER NOT NULL,
      expected    INTEGER NOT NULL,
      started_at  INTEGER NOT NULL,
      ended_at    INTEGER,
      state       TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX jobs_by_user ON jobs (user, jid);
    CREATE INDEX jobs_by_start ON jobs (started_at, jid);
    CREATE INDEX jobs_open ON jobs (jid) WHERE ended_at IS NULL;

    CREATE TABLE job_details (
      jid       TEXT PRIMARY KEY,
      minions   TEXT NOT NULL,
      missing   TEXT NOT NULL,
      target    TEXT NOT NULL,
      fun       TEXT NOT NULL,
      arg       BLOB NOT NULL,
      metadata  BLOB
    ) STRICT;

    CREATE TABLE job_functions (
      fun  TEXT NOT NULL,
      jid  TEXT NOT NULL,
      PRIMARY KEY (fun, jid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX job_functions_by_jid ON job_functions (jid);

    CREATE TABLE results (
      arrival       INTEGER PRIMARY KEY,
      jid           TEXT NOT NULL,
      minion        TEXT NOT NULL,
      targeted      INTEGER NOT NULL,
      outcome       TEXT NOT NULL,
      late          INTEGER NOT NULL,
      retcode       INTEGER,
      success       INTEGER,
      value         BLOB,
      out           TEXT,
      returned_at   INTEGER,
      confirmed_at  INTEGER,
      last_seen_at  INTEGER,
      connected     INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX results_by_minion ON results (jid, minion);

    CREATE TABLE conflicts (
      arrival      INTEGER PRIMARY KEY,
      jid          TEXT NOT NULL,
      minion       TEXT NOT NULL,
      late         INTEGER NOT NULL,
      retcode      INTEGER,
      success      INTEGER,
      value        BLOB NOT NULL,
      out          TEXT,
      returned_at  INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX conflicts_by_jid ON conflicts (jid, minion);

    CREATE TABLE minions (
      id            TEXT PRIMARY KEY,
      last_seen_at  INTEGER,
      era           INTEGER,
      proven_era    INTEGER,
      grains_at     INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE grains (
      id      TEXT PRIMARY KEY,
      grains  BLOB NOT NULL
    ) STRICT;
  `,
};
