import { isMap, type Value, type ValueMap } from "@salina/wire";
import { type Compilation, messageOf } from "../compilation.js";
import { mergePillar } from "../merge.js";

/** One kind of external pillar. @throws Error, with a message for the minion */
export type ExtPillar = (
  settings: Value,
  pillar: ValueMap,
  run: Compilation,
  /** Which entry of `ext_pillar` it is, from 0. */
  at: number,
) => ValueMap;
export type ExtPillars = ReadonlyMap<string, ExtPillar>;

const malformed = 'The "ext_pillar" option is malformed';

/** @source salt/pillar/__init__.py, ext_pillar */
export function extPillar(run: Compilation, kinds: ExtPillars, pillar: ValueMap): ValueMap {
  const { options, merging, report, request } = run;
  if (options.ext === null) return pillar;
  if (!Array.isArray(options.ext)) {
    report.error(malformed);
    return pillar;
  }
  let whole = request.override ? mergePillar(pillar, request.override, merging) : pillar;
  for (const [at, entry] of options.ext.entries()) {
    if (!isMap(entry)) {
      report.error(malformed);
      return new Map();
    }
    const [first] = entry.keys();
    if (options.extExcluded.some((name) => name === first)) continue;
    for (const [key, settings] of entry) {
      const name = String(key);
      const kind = kinds.get(name);
      if (!kind) {
        report.error(
          `ext_pillar '${name}' is not available on this master`,
          `ext_pillar '${name}' is not available: there is ${[...kinds.keys()].join(", ")}`,
        );
        continue;
      }
      try {
        whole = mergePillar(whole, kind(settings, whole, run, at), merging);
      } catch (error) {
        report.error(`Failed to load ext_pillar ${name}: ${messageOf(error)}`);
      }
    }
  }
  return whole;
}
