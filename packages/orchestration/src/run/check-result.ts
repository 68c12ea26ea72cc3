import { isMap, type Value } from "@salina/wire";

/**
 * Whether everything went well: no `result` that is false, however deep, and nothing that is no result at all.
 * @source salt/utils/state.py, check_result
 */
export function checkResult(running: Value, recurse = false): boolean {
  if (!isMap(running) || running.size === 0) return false;
  for (const [id, one] of running) {
    const isResult = id === "__extend__" ? Array.isArray(one) : isMap(one);
    if (!recurse && !isResult) return false;
    if (!isMap(one)) continue;
    const result = one.get("result");
    if (result === false) return false;
    if (result === undefined && !checkResult(one, true)) return false;
  }
  return true;
}
