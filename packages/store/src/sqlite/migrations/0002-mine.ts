import type { Migration } from "../migrate.js";

/** What minions have put into the mine: one row a function, its value packed as it came. */
export const mine: Migration = {
  version: 2,
  sql: `
    CREATE TABLE mine (
      minion  TEXT NOT NULL,
      fun     TEXT NOT NULL,
      value   BLOB NOT NULL,
      PRIMARY KEY (minion, fun)
    ) STRICT;
  `,
};
