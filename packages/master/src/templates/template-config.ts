import type { MasterConfig } from "../config/config.js";
import type { TemplateConfig } from "./template-run.js";

/** What templates need to know of the config. */
export function templateConfig({ states, pillar, id, visible }: MasterConfig): TemplateConfig {
  return {
    renderer: states.renderer,
    rendererBlacklist: pillar.rendererBlacklist,
    rendererWhitelist: pillar.rendererWhitelist,
    mergeLists: pillar.mergeLists,
    gpg: pillar.gpg,
    jinjaSlsEnv: states.jinjaSlsEnv,
    trimBlocks: states.jinjaTrimBlocks,
    lstripBlocks: states.jinjaLstripBlocks,
    allowUndefined: pillar.allowUndefined,
    nodegroups: states.nodegroups,
    masterId: id,
    visible,
  };
}
