import type { Value } from "@salina/wire";
import { boolean, data, integer, textLists } from "../kinds.js";
import { maxInt, option, unset } from "./option.js";

/** Options for what minions may ask for besides. */
export const requestsOptions = {
  master_tops: option<Value>(
    data,
    new Map(),
    "states.masterTops",
    "Programs that say what a minion applies besides its top files: `{ext_nodes: COMMAND}`.",
  ),
  enforce_mine_cache: option(boolean, false, "mine.on", "Keep the mine even without `minion_data_cache`."),
  mine_get: unset(
    textLists,
    "mine.readers",
    "Which minions may read which functions of the mine: expressions that have to match the whole id and the whole name.",
    "all may read all",
  ),
  peer: option<Value>(
    data,
    new Map(),
    "peer.rules",
    "Which minions may have which functions run by others: expressions for the whole id, each with a list of permissions.",
  ),
  peer_run: option<Value>(
    data,
    new Map(),
    "peer.runnerRules",
    "Which minions may run which runners: expressions for the whole id, each with a list for the whole function.",
  ),
  file_recv: option(boolean, false, "pushed.on", "Take files that minions push (`cp.push`)."),
  file_recv_max_size: option(
    integer(0, 1_000_000, "megabytes"),
    100,
    "pushed.maxFileBytes",
    "Size from which on a pushed file is not taken.",
  ),
  allow_minion_key_revoke: option(
    boolean,
    true,
    "auth.minionsMayRevoke",
    "Minions may give their own key back (`saltutil.revoke_auth`).",
  ),
  max_event_size: option(
    integer(1024, maxInt, "bytes"),
    1_048_576,
    "events.maxEventBytes",
    "Larger data of an event is left out.",
  ),
} as const;
