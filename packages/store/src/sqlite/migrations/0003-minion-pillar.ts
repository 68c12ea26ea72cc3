import type { Migration } from "../migrate.js";

/** The pillar that a minion was last sent, packed: targets can ask for it. */
export const minionPillar: Migration = {
  version: 3,
  sql: `
    CREATE TABLE pillars (
      id      TEXT PRIMARY KEY,
      pillar  BLOB NOT NULL
    ) STRICT;
  `,
};
