import type { JidSource } from "@salina/wire";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import type { Log } from "../log.js";
import type { Counters } from "../status/counters.js";
import { masterOpts } from "./master-opts.js";
import { minionEvent } from "./minion-event.js";
import { type ServedRequest, served } from "./minion-request.js";
import { type PillarDeps, pillar } from "./pillar.js";
import { returnRequest } from "./return.js";

export interface RequestDeps extends PillarDeps {
  readonly jids: JidSource;
  readonly jobs: Jobs;
  readonly probes: Probes;
  readonly counters: Counters;
  readonly log: Log;
}

/** Everything that a minion may ask. What is not in this list gets an empty map, as from a stock master. */
export function allRequests(deps: RequestDeps): readonly ServedRequest[] {
  return [served(returnRequest(deps)), served(minionEvent(deps)), served(pillar(deps)), served(masterOpts())];
}
