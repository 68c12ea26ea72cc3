import type { Minion } from "@salina/api";
import type * as schema from "../schemas/minion.js";
import { timeOrNull } from "./times.js";

export function viewMinion(minion: Minion): schema.Minion {
  const { id, keyState, connected, hearsPublishes, flapping, saltVersion, os, osRelease, era } = minion;
  return {
    id,
    keyState,
    connected,
    since: timeOrNull(minion.since),
    hearsPublishes,
    flapping,
    lastSeen: timeOrNull(minion.lastSeenAt),
    protocol: era,
    saltVersion,
    os,
    osRelease,
  };
}
