import type { MasterConfig } from "../config/config.js";
import type { PillarOptions } from "./options.js";

/** What a pillar needs to know of the config. */
export function pillarOptions({ pillar, files, states, id, visible }: MasterConfig): PillarOptions {
  const { git, cache: _cache, cacheS: _cacheS, timeoutS: _timeoutS, threads: _threads, ...plain } = pillar;
  return {
    ...plain,
    gitIncludes: git.includes,
    fileRoots: files.roots,
    ignore: files.ignore,
    top: states.top,
    envOrder: states.envOrder,
    renderer: states.renderer,
    jinjaSlsEnv: states.jinjaSlsEnv,
    trimBlocks: states.jinjaTrimBlocks,
    lstripBlocks: states.jinjaLstripBlocks,
    nodegroups: states.nodegroups,
    masterId: id,
    visible,
  };
}
