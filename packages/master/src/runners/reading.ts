import type { Runner } from "./runner.js";

/** Runners that only look something up. */
export function reading(runners: Readonly<Record<string, Runner>>): Readonly<Record<string, Runner>> {
  return Object.fromEntries(Object.entries(runners).map(([name, runner]) => [name, { ...runner, reads: true }]));
}
