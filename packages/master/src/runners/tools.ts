import type { ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventData } from "../events/event-bus.js";
import type { Log } from "../log.js";
import type { RunOnMaster } from "../on-master/on-master.js";

/** What runners that work on the master itself, or on the world around it, know of besides its services. */
export interface RunnerTools {
  readonly masterId: string;
  /** The master's options without secrets. */
  readonly options: ValueMap;
  readonly clock: Clock;
  readonly log: Log;
  readonly fire: (tag: string, data: EventData) => unknown;
  readonly maxEventBytes: number;
  readonly onMaster: RunOnMaster;
  /** Fetches the git remotes of `ext_pillar`: by remote, whether something has changed. */
  readonly updateGitPillars: () => Promise<ReadonlyMap<string, boolean>>;
}
