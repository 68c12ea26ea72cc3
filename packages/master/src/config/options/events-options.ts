import { boolean, seconds } from "../kinds.js";
import { option } from "./option.js";

/** Options for what the master notes about minions by itself. */
export const eventsOptions = {
  presence_events: option(
    boolean,
    false,
    "events.presence",
    "Fire `salt/presence/present` and `salt/presence/change`.",
  ),
  loop_interval: option(
    seconds(1, 86_400),
    60,
    "events.loopIntervalS",
    "How often the master looks after itself: old jobs, key age, presence.",
  ),
  minion_data_cache: option(
    boolean,
    true,
    "events.minionDataCache",
    "Remember grains and pillar of minions, for targets. Off: targets that ask for them match every minion that may be meant.",
  ),
  minion_data_cache_events: option(
    boolean,
    true,
    "events.minionDataCacheEvents",
    "Fire `minion/refresh/*` when they arrive.",
  ),
} as const;
