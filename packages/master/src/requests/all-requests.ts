import type { KeyService } from "@salina/api";
import type { JidSource, Value } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { StatesConfig } from "../config/config.js";
import type { FileServer } from "../files/file-server.js";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import type { Log } from "../log.js";
import type { Mine } from "../mine/mine.js";
import type { Presence } from "../minions/presence.js";
import type { Peer } from "../peer/peer.js";
import type { RateLimit } from "../peer/rate-limit.js";
import type { PushedFiles } from "../pushed/pushed-files.js";
import type { Runners } from "../runners/runners.js";
import type { Counters } from "../status/counters.js";
import { fileRecvRequest } from "./file-recv.js";
import { fileRequests } from "./files/all-file-requests.js";
import { masterOpts } from "./master-opts.js";
import { masterTopsRequests } from "./master-tops.js";
import { mineRequest } from "./mine.js";
import { mineDeleteRequest } from "./mine-delete.js";
import { mineFlushRequest } from "./mine-flush.js";
import { mineGetRequest } from "./mine-get.js";
import { minionEvent } from "./minion-event.js";
import { minionPubRequest } from "./minion-pub.js";
import { minionPublishRequest } from "./minion-publish.js";
import { type ServedRequest, served } from "./minion-request.js";
import { minionRunnerRequest } from "./minion-runner.js";
import { type PillarDeps, pillar } from "./pillar.js";
import { pubRetRequest } from "./pub-ret.js";
import { registerResourcesRequest } from "./register-resources.js";
import { type ReturnDeps, returnRequest } from "./return.js";
import { revokeAuthRequest } from "./revoke-auth.js";

export interface RequestDeps extends PillarDeps {
  readonly redactor: ReturnDeps["redactor"];
  readonly clock: Clock;
  readonly masterId: string;
  readonly keys: Pick<KeyService, "change">;
  readonly mine: Mine;
  readonly peer: Peer;
  readonly peerRun: Value;
  readonly runners: Pick<Runners, "run">;
  readonly runnerRate: RateLimit;
  readonly files: FileServer;
  readonly states: StatesConfig;
  readonly pushed: PushedFiles;
  /** `allow_minion_key_revoke` */
  readonly mayRevokeKeys: boolean;
  readonly jids: JidSource;
  readonly jobs: Jobs;
  readonly probes: Probes;
  readonly presence: Pick<Presence, "heard">;
  readonly counters: Counters;
  readonly log: Log;
}

/** Everything that a minion may ask. What is not in this list gets an empty map, as from a stock master (`unserved.ts` says why). */
export function allRequests(deps: RequestDeps): readonly ServedRequest[] {
  const { mine, keys, mayRevokeKeys, log } = deps;
  return [
    served(returnRequest(deps)),
    served(minionEvent(deps)),
    served(pillar(deps)),
    served(masterOpts(deps.states, deps.files)),
    ...fileRequests(deps.files),
    ...masterTopsRequests(deps).map(served),
    served(registerResourcesRequest()),
    served(mineRequest(mine)),
    served(mineGetRequest(mine)),
    served(mineDeleteRequest(mine)),
    served(mineFlushRequest(mine)),
    served(minionPubRequest(deps)),
    served(minionPublishRequest(deps)),
    served(pubRetRequest(deps)),
    served(minionRunnerRequest(deps)),
    served(fileRecvRequest(deps.pushed)),
    served(revokeAuthRequest({ keys, allowed: mayRevokeKeys, log })),
  ];
}
