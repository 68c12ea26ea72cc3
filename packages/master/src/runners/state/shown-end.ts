import type { Value, ValueMap } from "@salina/wire";
import type { RunEnd } from "../../orchestrations/orchestrations.js";

/** The end of an orchestration as stock gives it: shown like a state run of the master. */
export function shownEnd({ data, retcode }: Pick<RunEnd, "data" | "retcode">, masterId: string): ValueMap {
  return new Map<Value, Value>([
    ["data", new Map([[masterId, data]])],
    ["outputter", "highstate"],
    ["retcode", retcode],
  ]);
}
