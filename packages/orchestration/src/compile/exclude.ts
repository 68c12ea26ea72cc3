import { globMatcher } from "@salina/targeting";
import { isMap, type Value } from "@salina/wire";
import { firstEntry, type HighData, isOwnKey } from "./high-data.js";

/** Takes away what is excluded, by SLS (also as a glob) and by id. @source salt/state.py, State.apply_exclude */
export function applyExclude(high: HighData): void {
  const excluded = high.get("__exclude__");
  high.delete("__exclude__");
  const ids = new Set<Value>();
  const sls: ((name: string) => boolean)[] = [];
  for (const one of Array.isArray(excluded) ? excluded : []) {
    if (typeof one === "string") sls.push(globMatcher(one));
    const [key, value] = (isMap(one) && one.size === 1 && firstEntry(one)) || [null, null];
    if (key === "sls" && typeof value === "string") sls.push(globMatcher(value));
    if (key === "id") ids.add(value);
  }
  for (const [id, body] of high) {
    const from = isMap(body) && !isOwnKey(id) ? body.get("__sls__") : undefined;
    if (typeof from === "string" && from !== "" && sls.some((matches) => matches(from))) ids.add(id);
  }
  for (const id of ids) high.delete(id);
}
