import { invalidRequest, type RunnerService, runnerFailed, unknownRunner } from "@salina/api";
import { decode, encode, type JidSource, Spliced, type Value } from "@salina/wire";
import type { EventBus, EventData } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Log } from "../log.js";
import { whyLeftOut } from "./left-out-modules.js";
import { allRunners, type Runners } from "./runners.js";

export interface RunnerServiceDeps {
  readonly runners: Pick<Runners, "run">;
  readonly events: EventBus;
  readonly jids: JidSource;
  readonly log: Log;
}

/** Runners for callers: each run is told on the bus, as stock masters do. */
export function runnerService({ runners, events, jids, log }: RunnerServiceDeps): RunnerService {
  return {
    async run(fun, arg, user) {
      if (!allRunners.has(fun)) throw unknownRunner({ fun, reason: whyLeftOut(fun) });
      const read = decode(arg, { maxDepth: 200, duplicateKeys: "last" });
      if (!read.ok || !Array.isArray(read.value)) throw invalidRequest({ pointer: "/arg", reason: "expected a list" });
      const jid = jids.next();
      const about: readonly [string, Value][] = [
        ["fun", `runner.${fun}`],
        ["jid", jid],
        ["user", user],
        ["fun_args", read.value],
      ];
      events.fire(tags.runNew(jid), new Map(about));
      const progress = (data: EventData) => void events.fire(tags.runProgress(jid), data);
      const call = { jid, user, test: false, progress };
      const ended = (result: Value | Spliced, success: boolean) =>
        events.fire(
          tags.runReturn(jid),
          new Map<Value, Value | Spliced>([...about, ["return", result], ["success", success]]),
        );
      try {
        const packed = encode(await runners.run(fun, read.value, call));
        ended(new Spliced(packed), true);
        return packed;
      } catch (error) {
        const failed = runnerFailed({ fun, reason: error instanceof Error ? error.message : String(error) });
        log.warn({ event: "runner.failed", fun, user, err: error }, "a runner failed");
        ended(failed.message, false);
        throw failed;
      }
    },
    list: () =>
      [...allRunners]
        .map(([name, { doc, parameters }]) => ({ name, doc, parameters }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
