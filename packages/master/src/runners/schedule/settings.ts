import type { Value, ValueMap } from "@salina/wire";
import { settingNames } from "../../schedule/setting-names.js";
import type { Parameters } from "../parameters.js";

/** Stock's `schedule.add` calls two settings by other names. */
const others: ReadonlyMap<string, string> = new Map([
  ["job_args", "args"],
  ["job_kwargs", "kwargs"],
]);

export const settingParameters: readonly string[] = [...settingNames, ...others.keys()];

/** The settings that a call names. */
export function settingsOf(given: Parameters): ValueMap {
  const settings: ValueMap = new Map<Value, Value>();
  for (const key of settingParameters) {
    const value = given.given(key);
    if (value !== undefined) settings.set(others.get(key) ?? key, value);
  }
  return settings;
}
