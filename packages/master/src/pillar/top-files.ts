import { isMap, type Value, type ValueMap } from "@salina/wire";
import { type Compilation, messageOf } from "./compilation.js";
import type { PillarFile } from "./pillar-files.js";

/** What the top files give a minion. */
export interface TopMatches {
  /** SLS names by environment, in the order in which they are merged. */
  readonly sls: ReadonlyMap<string, readonly string[]>;
  /** Names whose absence is no error (`ignore_missing`), by environment. */
  readonly mayBeMissing: ReadonlyMap<string, ReadonlySet<string>>;
}

interface TopTarget {
  readonly order: number;
  /** Type of target. */
  readonly match: string;
  readonly sls: readonly string[];
  /** The maps among its entries: `match`, `order`, `ignore_missing`. */
  readonly how: readonly Value[];
}

/** A top file does not have the shape of one. */
class TopShapeError extends Error {}

/** @source salt/pillar/__init__.py, get_top and top_matches */
export function topMatches(run: Compilation): TopMatches {
  const missing = new Map<string, Set<string>>();
  const sls = new Map<string, string[]>();
  for (const [saltenv, targets] of mergedTops(run, missing)) {
    if (run.pillarenv !== null && saltenv !== run.pillarenv) continue;
    // The sort is stable: without `order` it is the order of the file.
    for (const [expression, { match, sls: names }] of [...targets].sort(([, a], [, b]) => a.order - b.order)) {
      const matched = run.matches(match, expression);
      if (!matched.ok) {
        run.report.error(
          "Error encountered while rendering pillar top file.",
          `the top file for environment '${saltenv}' has a target that cannot be read: '${expression}' (${match}): ${matched.reason}`,
        );
      } else if (matched.value) {
        const known = sls.get(saltenv) ?? [];
        for (const name of names) if (!known.includes(name)) known.push(name);
        sls.set(saltenv, known);
      }
    }
  }
  return { sls, mayBeMissing: missing };
}

/** The top files of all environments as one, each target with how it is matched, then its SLS. @source salt/pillar/__init__.py, get_top */
export function topData(run: Compilation): ValueMap {
  const shown: ValueMap = new Map();
  for (const [saltenv, targets] of mergedTops(run, new Map())) {
    const sorted = [...targets].sort(([, a], [, b]) => a.order - b.order);
    shown.set(saltenv, new Map(sorted.map(([target, { how, sls }]) => [target, [...how, ...sls]])));
  }
  return shown;
}

function mergedTops(
  run: Compilation,
  missing: Map<string, Set<string>>,
): ReadonlyMap<string, ReadonlyMap<string, TopTarget>> {
  const merged = new Map<string, Map<string, TopTarget>>();
  for (const { data, path } of topFiles(run)) {
    try {
      for (const [key, targets] of data) {
        const saltenv = textOf(key);
        if (saltenv === "include") continue;
        if (!isMap(targets)) throw new TopShapeError(`environment '${saltenv}' has no map of targets`);
        const known = merged.get(saltenv) ?? new Map<string, TopTarget>();
        merged.set(saltenv, known);
        for (const [target, entries] of targets) {
          const expression = textOf(target);
          const read = topTarget(entries, `target '${expression}' of environment '${saltenv}'`);
          known.set(expression, read.target);
          if (read.ignoreMissing) {
            const names = missing.get(saltenv) ?? new Set();
            missing.set(saltenv, new Set([...names, ...read.target.sls]));
          }
        }
      }
    } catch (error) {
      if (!(error instanceof TopShapeError)) throw error;
      run.report.error("Error encountered while rendering pillar top file.", `${path}: ${error.message}`);
      return new Map();
    }
  }
  return merged;
}

function topTarget(entries: Value, place: string): { target: TopTarget; ignoreMissing: boolean } {
  if (!Array.isArray(entries)) throw new TopShapeError(`${place} has no list of SLS names`);
  let order = 0;
  let match = "compound";
  let ignoreMissing = false;
  const sls: string[] = [];
  for (const entry of entries) {
    if (typeof entry === "string") sls.push(entry);
    if (!isMap(entry)) continue;
    const named = entry.get("match");
    if (named !== undefined) match = textOf(named);
    if (entry.has("order")) order = orderOf(entry.get("order") ?? null);
    if (entry.get("ignore_missing")) ignoreMissing = true;
  }
  return { target: { order, match, sls: [...new Set(sls)], how: entries.filter(isMap) }, ignoreMissing };
}

function orderOf(value: Value): number {
  const number = typeof value === "string" ? Number.parseInt(value, 10) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : 0;
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : String(value);
}

interface TopFile {
  readonly path: string;
  readonly data: ValueMap;
}

/** The top file of each environment, then those that they include. */
function topFiles(run: Compilation): readonly TopFile[] {
  const tops: { readonly saltenv: string; readonly top: TopFile }[] = [];
  try {
    for (const saltenv of environments(run)) {
      const file = run.files.read(run.options.top.replace(/^salt:\/\/|^\//, ""), saltenv);
      if (file) tops.push({ saltenv, top: renderedTop(run, file, saltenv) });
    }
  } catch (error) {
    const text = `Rendering Primary Top file failed, render error:\n${messageOf(error)}`;
    run.report.error(text);
  }
  const included: TopFile[] = [];
  const done = new Set<string>();
  for (const { saltenv, top } of tops) {
    const includes = top.data.get("include");
    for (const entry of Array.isArray(includes) ? includes : []) {
      const sls = textOf(entry);
      if (done.has(`${saltenv}\0${sls}`)) continue;
      done.add(`${saltenv}\0${sls}`);
      try {
        const file = run.files.sls(sls, saltenv);
        if (file) included.push(renderedTop(run, file, saltenv));
        else run.report.warn(`${top.path} includes '${sls}', which is not in environment '${saltenv}'`);
      } catch (error) {
        run.report.error(`Rendering Top file ${sls} failed, render error:\n${messageOf(error)}`);
      }
    }
  }
  return [...tops.map(({ top }) => top), ...included];
}

function renderedTop(run: Compilation, file: PillarFile, saltenv: string): TopFile {
  const data = run.render(file, { sls: "", saltenv, defaults: new Map() });
  if (!isMap(data)) throw new Error(`${file.path}: a top file is a map of environments`);
  return { path: file.path, data };
}

function environments({ files, options, pillarenv, saltenv }: Compilation): readonly string[] {
  if (pillarenv !== null) return files.has(pillarenv) ? [pillarenv] : [];
  const all = files.environments();
  if (options.merging !== "none") return all;
  const only = saltenv ?? "base";
  return all.includes(only) ? [only] : [];
}
