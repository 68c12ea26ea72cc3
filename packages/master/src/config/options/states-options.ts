import type { Value } from "@salina/wire";
import { boolean, data, oneOf, text, textList } from "../kinds.js";
import { option, unset } from "./option.js";

/** Options for what minions ask for before they run states. */
export const statesOptions = {
  renderer: option(text, "jinja|yaml", "states.renderer", "How minions read SLS files that do not say it themselves."),
  failhard: option(boolean, false, "states.failhard", "End a state run with the first state that fails."),
  state_top: option(text, "top.sls", "states.top", "Name of the top file."),
  state_top_saltenv: unset(text, "states.topSaltenv", "Environment of the only top file that counts.", "all count"),
  top_file_merging_strategy: option(
    oneOf(["merge", "same", "merge_all"]),
    "merge",
    "states.topMerging",
    "What top files of several environments make together.",
  ),
  env_order: option<readonly string[]>(
    textList,
    [],
    "states.envOrder",
    "Order of the environments when they are merged.",
  ),
  default_top: option(
    text,
    "base",
    "states.defaultTop",
    "Environment whose top file stands in for a missing one (`same`).",
  ),
  state_auto_order: option(boolean, true, "states.autoOrder", "Run states in the order of the files."),
  state_events: option(
    boolean,
    true,
    "states.events",
    "Minions report each state as it ends, so that progress can be seen.",
    "`true` (stock: false)",
  ),
  state_aggregate: option<Value>(
    data,
    false,
    "states.aggregate",
    "Run states of a kind together: `true`, or a list of modules.",
  ),
  jinja_env: option<Value>(data, new Map(), "states.jinjaEnv", "Options of the template engine, for files."),
  jinja_sls_env: option<Value>(data, new Map(), "states.jinjaSlsEnv", "The same, for SLS files."),
  jinja_lstrip_blocks: option(boolean, false, "states.jinjaLstripBlocks", "Take away blanks before blocks."),
  jinja_trim_blocks: option(boolean, false, "states.jinjaTrimBlocks", "Take away the line end after blocks."),
  nodegroups: option<Value>(data, new Map(), "states.nodegroups", "Named targets."),
  range_server: unset(
    text,
    "targets.rangeServer",
    "`host:port` of the server that knows range expressions (`-R`).",
    "none (stock: `range:80`)",
  ),
} as const;
