import type { JobService, ScheduleService } from "@salina/api";
import type { Encodable } from "@salina/wire";
import type { FileServer } from "../files/file-server.js";
import type { Mine, ResolveTarget } from "../mine/mine.js";
import type { MinionData } from "../minions/minion-data.js";
import type { Presence } from "../minions/presence.js";
import type { PillarService } from "../pillar/pillar-service.js";
import type { Parameters } from "./parameters.js";

/** What runners know of. */
export interface RunnerContext {
  readonly presence: Pick<Presence, "present">;
  readonly acceptedMinions: () => Promise<readonly string[]>;
  readonly jobs: Pick<JobService, "publish" | "follow" | "get" | "list">;
  readonly files: Pick<FileServer, "environments" | "lists">;
  /** Fetches what has to be fetched. */
  readonly updateFiles: () => Promise<void>;
  readonly pillars: Pick<PillarService, "make">;
  readonly mine: Mine;
  readonly minionData: Pick<MinionData, "batches">;
  readonly resolve: ResolveTarget;
  readonly schedules: () => ScheduleService;
}

/** A function that the master runs itself. */
export interface Runner {
  /** One line. */
  readonly doc: string;
  readonly parameters: readonly string[];
  /** @throws Error with a message for the caller */
  readonly run: (given: Parameters, context: RunnerContext) => Promise<Encodable>;
}
