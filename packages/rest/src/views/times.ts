import type { EpochMs } from "@salina/api";

/** RFC 3339 in UTC, with milliseconds. */
export function time(at: EpochMs): string {
  return new Date(at).toISOString();
}

export function timeOrNull(at: EpochMs | null): string | null {
  return at === null ? null : time(at);
}
