import type { Value, ValueMap } from "@salina/wire";
import type { Parameters } from "../parameters.js";

/** Stock's `schedule.add` calls two settings by other names. */
const others: ReadonlyMap<string, string> = new Map([
  ["job_args", "args"],
  ["job_kwargs", "kwargs"],
]);

/** The settings that a call names. */
export function settingsOf({ keywords }: Parameters): ValueMap {
  return new Map<Value, Value>([...keywords].map(([key, value]) => [others.get(key) ?? key, value]));
}
