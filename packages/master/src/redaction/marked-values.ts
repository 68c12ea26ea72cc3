import { globMatcher } from "@salina/targeting";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";

/** Whether a key of the pillar is one whose values are secrets: globs of whole paths, `db:users:*:password`. */
export function markedBy(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.map(globMatcher);
  return (path) => globs.some((matches) => matches(path));
}

/** The texts below marked keys of a pillar. */
export function markedValues(pillar: ValueMap, isMarked: (path: string) => boolean): readonly string[] {
  const found: string[] = [];
  collect(pillar, "", false, isMarked, found);
  return found;
}

function collect(
  value: Value,
  path: string,
  below: boolean,
  isMarked: (path: string) => boolean,
  found: string[],
): void {
  const marked = below || (path !== "" && isMarked(path));
  if (typeof value === "string") {
    if (marked) found.push(value);
  } else if (Array.isArray(value)) for (const one of value) collect(one, path, marked, isMarked, found);
  else if (isMap(value)) {
    for (const [key, one] of value) {
      const name = pythonText(key);
      collect(one, path === "" ? name : `${path}:${name}`, marked, isMarked, found);
    }
  }
}
