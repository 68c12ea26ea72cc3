import type { Status, StatusService } from "@salina/api";
import type { Store } from "@salina/store";
import type { NetworkConfig } from "../config/config.js";
import type { Presence } from "../minions/presence.js";
import type { Counters } from "./counters.js";

export interface StatusDeps {
  readonly version: string;
  readonly masterId: string;
  readonly startedAt: number;
  readonly network: NetworkConfig;
  readonly restUrl: () => string | null;
  readonly presence: Presence;
  readonly store: Store;
  readonly counters: Counters;
}

/** What an operator looks at first. */
export function statusService(deps: StatusDeps): StatusService {
  return {
    async status(): Promise<Status> {
      const minions = await deps.store.minions.all();
      return {
        version: deps.version,
        masterId: deps.masterId,
        startedAt: deps.startedAt,
        publishPort: deps.network.publishPort,
        requestPort: deps.network.requestPort,
        restUrl: deps.restUrl(),
        subscribers: deps.presence.subscribers,
        rssBytes: process.memoryUsage.rss(),
        store: await deps.store.size(),
        belowEra3: minions.filter(({ era }) => era !== null && era < 3).map(({ id }) => id),
        counters: deps.counters.all(),
      };
    },
  };
}
