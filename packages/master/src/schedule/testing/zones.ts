import { openZone, type Zone } from "../zone.js";

/** Zones whose clocks leap by an hour, on both halves of the earth, by half an hour, and never. */
export const testZoneNames = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"] as const;

/** @throws Error where there is no such zone */
export function zone(name: string): Zone {
  const found = openZone(name);
  if (!found) throw new Error(`no zone ${name}`);
  return found;
}
