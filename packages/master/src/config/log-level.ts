import type { LogLevel } from "./config.js";

/** Salt's names, and what they are here. */
export const logLevels: ReadonlyMap<string, LogLevel> = new Map([
  ["all", "trace"],
  ["garbage", "trace"],
  ["trace", "trace"],
  ["debug", "debug"],
  ["profile", "debug"],
  ["info", "info"],
  ["warning", "warn"],
  ["error", "error"],
  ["critical", "fatal"],
  ["quiet", "silent"],
]);

/** Upper and lower case are one, as in Salt. @throws RangeError with a sentence for the user */
export function parseLogLevel(name: string): LogLevel {
  const level = logLevels.get(name.toLowerCase());
  if (level === undefined) {
    throw new RangeError(`unknown log level ${JSON.stringify(name)}; one of ${[...logLevels.keys()].join(", ")}`);
  }
  return level;
}
