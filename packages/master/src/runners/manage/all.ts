import type { Runner } from "../runner.js";
import { down } from "./down.js";
import { getStats } from "./get-stats.js";
import { absent, present } from "./present.js";
import { status } from "./status.js";
import { up } from "./up.js";
import { versions } from "./versions.js";

/** Stock has many names for the same two. @source salt/runners/manage.py */
export const manageRunners: readonly Runner[] = [
  status,
  up,
  down,
  versions,
  getStats,
  ...["present", "list_state", "alived", "allowed", "joined", "reaped"].map((name) => present(`manage.${name}`)),
  ...["not_present", "list_not_state", "not_alived", "not_allowed", "not_joined", "not_reaped"].map((name) =>
    absent(`manage.${name}`),
  ),
];
