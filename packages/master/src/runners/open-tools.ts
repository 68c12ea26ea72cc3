import type { Clock } from "../clock.js";
import type { MasterConfig } from "../config/config.js";
import { maskedOptions } from "../config/masked-options.js";
import type { EventBus } from "../events/event-bus.js";
import type { Log } from "../log.js";
import { onMaster } from "../on-master/on-master.js";
import type { GitPillars } from "../pillar/git/git-pillars.js";
import type { PillarService } from "../pillar/pillar-service.js";
import type { RunnerTools } from "./tools.js";

/** How long a function may take that `salt.cmd` runs on the master. */
const onMasterMs = 300_000;

/** What runners need of a daemon besides its services. */
export function openTools(
  config: MasterConfig,
  parts: {
    readonly clock: Clock;
    readonly log: Log;
    readonly events: EventBus;
    readonly gitPillars: GitPillars;
    readonly pillars: Pick<PillarService, "forget">;
  },
): RunnerTools {
  const { clock, log, events, gitPillars, pillars } = parts;
  return {
    masterId: config.id,
    options: maskedOptions(config.visible, config.id),
    clock,
    log,
    fire: (tag, data) => events.fire(tag, data),
    maxEventBytes: config.events.maxEventBytes,
    onMaster: onMaster({
      masterId: config.id,
      opts: config.visible,
      nodegroups: config.states.nodegroups,
      fileRoots: config.files.roots,
      ignore: config.files.ignore,
      limitMs: onMasterMs,
    }),
    async updateGitPillars() {
      const hasChanged = gitPillars.isUsed && (await gitPillars.update());
      if (hasChanged) pillars.forget();
      return new Map(gitPillars.labels.map((label) => [label, hasChanged]));
    },
  };
}
