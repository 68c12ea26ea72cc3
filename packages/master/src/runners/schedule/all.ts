import type { Runner } from "../runner.js";
import { add } from "./add.js";
import { remove } from "./delete.js";
import { disable, enable } from "./enable.js";
import { history } from "./history.js";
import { list } from "./list.js";
import { modify } from "./modify.js";
import { next } from "./next.js";
import { postpone } from "./postpone.js";
import { runJob } from "./run-job.js";
import { show } from "./show.js";
import { skip } from "./skip.js";

/** Ours: stock has none for the master's schedule. Names follow stock's execution module `schedule`. */
export const scheduleRunners: readonly Runner[] = [
  list,
  show,
  next,
  add,
  modify,
  remove,
  enable,
  disable,
  runJob,
  history,
  skip,
  postpone,
];
