import type { Value } from "@salina/wire";
import type { StatesConfig } from "../config/config.js";
import type { FileServer } from "../files/file-server.js";
import { type MinionRequest, sealed } from "./minion-request.js";

/** `_master_opts`: options that minions take over for state runs. Always the whole set: they index several unchecked. */
export function masterOpts(
  states: StatesConfig,
  files: Pick<FileServer, "environments">,
): MinionRequest<{ readonly environmentsOnly: boolean }> {
  return {
    cmd: "_master_opts",
    doc: "options for state runs",
    test: "test/src/tree-differential.test.ts",
    needsId: false,
    input: (load) => ({ ok: true, value: { environmentsOnly: load.get("env_only") === true } }),
    async run({ environmentsOnly }) {
      const environments = await files.environments();
      const options: [Value, Value][] = [
        ["file_roots", new Map(environments.map((name): [Value, Value] => [name, []]))],
        ["top_file_merging_strategy", states.topMerging],
        ["env_order", [...states.envOrder]],
        ["default_top", states.defaultTop],
      ];
      if (!environmentsOnly) options.push(...stateOptions(states));
      return sealed(new Map(options));
    },
  };
}

function stateOptions(states: StatesConfig): [Value, Value][] {
  return [
    ["renderer", states.renderer],
    ["failhard", states.failhard],
    ["state_top", states.top],
    ["state_top_saltenv", states.topSaltenv],
    ["nodegroups", states.nodegroups],
    ["state_auto_order", states.autoOrder],
    ["state_events", states.events],
    ["state_aggregate", states.aggregate],
    ["jinja_env", states.jinjaEnv],
    ["jinja_sls_env", states.jinjaSlsEnv],
    ["jinja_lstrip_blocks", states.jinjaLstripBlocks],
    ["jinja_trim_blocks", states.jinjaTrimBlocks],
  ];
}
