import { traverse as traversePath } from "@salina/targeting";
import { isMap, pythonText, type Value } from "@salina/wire";

/** What stands at `a:b:0` within data; undefined where nothing does. */
export function traverse(data: Value, key: Value, delimiter = ":"): Value | undefined {
  const parts =
    typeof key === "string" ? key.split(delimiter) : Array.isArray(key) ? key.map(pythonText) : [pythonText(key)];
  return isMap(data) ? traversePath(data, parts) : undefined;
}
