import type { ValueMap } from "@salina/wire";
import type { Compilation } from "../compilation.js";
import { mergePillar } from "../merge.js";
import type { ExtPillar } from "./ext-pillar.js";

/** Makes a pillar of other roots, without external pillars. */
export type MakeOf = (roots: ReadonlyMap<string, readonly string[]>, saltenv: string) => ValueMap;

/**
 * `git`: pillar files out of repositories, each with a top file of its own.
 * @source salt/pillar/git_pillar.py
 */
export function gitPillar(make: MakeOf): ExtPillar {
  return (_settings, _pillar, run, entry) => {
    const all = run.request.gitPillars ?? [];
    const own = all.filter((one) => one.entry === entry);
    if (own.length === 0) throw new Error("nothing could be fetched so far");
    let whole: ValueMap = new Map();
    for (const one of own) {
      const environment = named(one.environment, run);
      if (run.pillarenv !== null && environment !== run.pillarenv) continue;
      const others = run.options.gitIncludes
        ? own.filter((other) => other !== one && named(other.environment, run) === environment)
        : [];
      const roots = [one, ...others].map(({ directory }) => directory);
      whole = mergePillar(whole, make(new Map([[environment, roots]]), environment), run.merging);
    }
    return whole;
  };
}

function named(environment: string, { pillarenv, saltenv }: Compilation): string {
  return environment === "__env__" ? (pillarenv ?? saltenv ?? "base") : environment;
}
