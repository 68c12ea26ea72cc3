import type { Runner } from "../runner.js";
import { add } from "./add.js";
import { deleteReactor } from "./delete.js";
import { isLeader } from "./is-leader.js";
import { list } from "./list.js";
import { setLeader } from "./set-leader.js";

/** @source salt/runners/reactor.py */
export const reactorRunners: readonly Runner[] = [add, deleteReactor, isLeader, list, setLeader];
