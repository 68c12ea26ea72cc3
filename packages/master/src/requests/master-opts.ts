import type { Value } from "@salina/wire";
import { type MinionRequest, sealed } from "./minion-request.js";

/** Options that minions take over from their master for state runs. The whole set: they index several of them unchecked. */
const stateOptions = new Map<Value, Value>([
  ["file_roots", new Map([["base", []]])],
  ["top_file_merging_strategy", "merge"],
  ["env_order", []],
  ["default_top", "base"],
  ["renderer", "jinja|yaml"],
  ["failhard", false],
  ["state_top", "top.sls"],
  ["state_top_saltenv", null],
  ["nodegroups", new Map()],
  ["state_auto_order", true],
  // So that minions report each state as it ends.
  ["state_events", true],
  ["state_aggregate", false],
  ["jinja_env", new Map()],
  ["jinja_sls_env", new Map()],
  ["jinja_lstrip_blocks", false],
  ["jinja_trim_blocks", false],
]);
const environmentOptions = new Set<Value>(["file_roots", "top_file_merging_strategy", "env_order", "default_top"]);

/** `_master_opts` */
export function masterOpts(): MinionRequest<{ readonly environmentsOnly: boolean }> {
  return {
    cmd: "_master_opts",
    doc: "options for state runs: stock defaults, with `state_events: true`",
    test: "test/src/interop/stock-minions.test.ts",
    needsId: false,
    input: (load) => ({ ok: true, value: { environmentsOnly: load.get("env_only") === true } }),
    run: ({ environmentsOnly }) =>
      Promise.resolve(
        sealed(
          environmentsOnly ? new Map([...stateOptions].filter(([name]) => environmentOptions.has(name))) : stateOptions,
        ),
      ),
  };
}
