import type { Migration } from "../migrate.js";

/**
 * What the history is searched by. `state_results` has a row for each state of a state run: `state` is the number of its
 * id, `result` that of its result (`state-results.ts`); it is found again from the return when that is removed.
 * `jobs_astray` has jobs whose jid is not of the time when they started: callers may choose it.
 */
export const history: Migration = {
  version: 6,
  sql: `
    CREATE INDEX results_of_minion ON results (minion, outcome, jid);
    CREATE INDEX results_in_trouble ON results (outcome, jid) WHERE outcome <> 'returned';
    CREATE INDEX jobs_by_state ON jobs (state, jid) WHERE state <> 'succeeded';
    CREATE TABLE jobs_astray (jid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE state_results (
      state   INTEGER NOT NULL,
      result  INTEGER NOT NULL,
      jid     TEXT NOT NULL,
      minion  TEXT NOT NULL,
      PRIMARY KEY (state, result, jid, minion)
    ) STRICT, WITHOUT ROWID;
  `,
};
