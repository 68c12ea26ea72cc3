import { invalidRequest, type RunnerService, runnerFailed, SalinaError, unknownRunner } from "@salina/api";
import { decode, type JidSource } from "@salina/wire";
import type { RecordedRuns } from "./recorded-runs.js";
import { allRunners } from "./runners.js";

export interface RunnerServiceDeps {
  readonly runs: Pick<RecordedRuns, "run">;
  readonly jids: JidSource;
}

/** Runners for callers. */
export function runnerService({ runs, jids }: RunnerServiceDeps): RunnerService {
  return {
    async run(fun, arg, user, started) {
      if (!allRunners.has(fun)) throw unknownRunner({ fun });
      const read = decode(arg, { maxDepth: 200, duplicateKeys: "last" });
      if (!read.ok || !Array.isArray(read.value)) throw invalidRequest({ pointer: "/arg", reason: "expected a list" });
      const jid = jids.next();
      started?.(jid);
      try {
        return (await runs.run(fun, read.value, { jid, user })).packed;
      } catch (error) {
        if (error instanceof SalinaError) throw error;
        throw runnerFailed({ fun, reason: error instanceof Error ? error.message : String(error) });
      }
    },
    list: () =>
      [...allRunners]
        .map(([name, { doc, parameters }]) => ({ name, doc, parameters }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
