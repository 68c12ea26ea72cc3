import type { JobService, KeyService, RunnerDoc, ScheduleService } from "@salina/api";
import type { EventBus } from "../events/event-bus.js";
import type { FileServer } from "../files/file-server.js";
import type { RunningCall } from "../functions/master-calls.js";
import type { FunctionParameter, MasterFunction } from "../functions/master-function.js";
import type { Mine, ResolveTarget } from "../mine/mine.js";
import type { MinionData } from "../minions/minion-data.js";
import type { Presence } from "../minions/presence.js";
import type { Compile } from "../orchestrations/compile.js";
import type { Orchestrations } from "../orchestrations/orchestrations.js";
import type { PillarService } from "../pillar/pillar-service.js";
import type { ReactorControl } from "../reactor/reactor-control.js";
import type { Queues } from "./queue/queues.js";
import type { RunnerTools } from "./tools.js";

/** What runners know of. */
export interface RunnerContext {
  /** Of this master's program. */
  readonly version: string;
  readonly presence: Pick<Presence, "present">;
  readonly acceptedMinions: () => Promise<readonly string[]>;
  readonly keys: Pick<KeyService, "match" | "change">;
  readonly jobs: Pick<JobService, "publish" | "follow" | "get" | "list">;
  /** Calls of runners and wheel functions that are under way. */
  readonly running: () => readonly RunningCall[];
  readonly events: Pick<EventBus, "fire">;
  readonly files: Pick<FileServer, "environments" | "lists" | "forgetLists">;
  /** Fetches what has to be fetched. */
  readonly updateFiles: () => Promise<void>;
  readonly pillars: Pick<PillarService, "make" | "forget" | "cached" | "isCached">;
  readonly mine: Mine;
  readonly minionData: Pick<MinionData, "batches" | "save">;
  readonly resolve: ResolveTarget;
  readonly schedules: () => ScheduleService;
  /** Connected addresses; null where the system does not tell. */
  readonly peers: () => Promise<ReadonlyMap<string, number> | null>;
  readonly queues: Queues;
  readonly tools: RunnerTools;
  readonly orchestrations: Orchestrations;
  /** High data of an orchestration. */
  readonly showSls: Compile;
  /** The name under which the master's own runs are kept. */
  readonly masterId: string;
  readonly reactor: ReactorControl;
  readonly docs: { readonly runner: () => readonly RunnerDoc[]; readonly wheel: () => readonly RunnerDoc[] };
}

/** A function that the master runs itself, for operators. */
export type Runner = MasterFunction<RunnerContext>;

/** The target of most runners. */
export const target: readonly FunctionParameter[] = [
  { name: "tgt", doc: "Target.", default: "*" },
  { name: "tgt_type", doc: "Type of the target.", type: "text", default: "glob" },
];
