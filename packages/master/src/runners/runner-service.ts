import {
  invalidRequest,
  type RunnerEnd,
  type RunnerRequest,
  type RunnerService,
  runnerFailed,
  SalinaError,
  type StartedRunner,
  unknownRunner,
} from "@salina/api";
import { JidTakenError } from "@salina/store";
import { decode, encode, isMap, Spliced, type Value } from "@salina/wire";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import { toldArguments, toldReturn } from "../functions/call-arguments.js";
import { docsOf } from "../functions/function-doc.js";
import { type MasterCalls, type RunningCall, retcodeOf } from "../functions/master-calls.js";
import type { Call } from "../functions/master-function.js";
import { type Log, untrusted } from "../log.js";
import type { Redactor } from "../redaction/redactor.js";
import { allRunners } from "./all-runners.js";
import { whyLeftOut } from "./left-out.js";
import type { Runner } from "./runner.js";
import type { Runners } from "./runners.js";

export interface RunnerServiceDeps {
  readonly runners: Pick<Runners, "run">;
  readonly calls: MasterCalls;
  readonly events: EventBus;
  readonly redactor: Pick<Redactor, "call">;
  readonly log: Log;
}

const jidForm = /^\d{20}(_[A-Za-z0-9]{1,32})?$/;
const limits = { maxDepth: 256, duplicateKeys: "last" } as const;

/**
 * Runners for callers. Each run is told on the bus, as stock masters do; one that does something is in the store before
 * it begins. @source salt/client/mixins.py, SyncClientMixin._low
 */
export function runnerService({ runners, calls, events, redactor, log }: RunnerServiceDeps): RunnerService {
  async function start({ fun, arg, user, jid, test = false, keep = false }: RunnerRequest): Promise<StartedRunner> {
    const runner = allRunners.get(fun);
    if (!runner) throw unknownRunner({ fun: fun.slice(0, 100), reason: whyLeftOut(fun) });
    if (jid !== undefined && !jidForm.test(jid)) throw invalidRequest({ pointer: "/jid", reason: "no valid job id" });
    const read = decode(arg, limits);
    if (!read.ok || !Array.isArray(read.value)) throw invalidRequest({ pointer: "/arg", reason: "expected a list" });
    const words = read.value;
    const about = {
      fun: `runner.${fun}`,
      arg: redactor.call(`runner.${fun}`, toldArguments(runner, words)),
      user,
      durable: keep || !runner.reads,
      jid,
    };
    const begun = await calls.begin(about).catch((error: unknown) => {
      throw error instanceof JidTakenError ? invalidRequest({ pointer: "/jid", reason: "the job id is taken" }) : error;
    });
    const { seq } = events.fire(
      tags.runNew(begun.jid),
      new Map<Value, Value>([
        ["fun", begun.fun],
        ["jid", begun.jid],
        ["user", user],
        ["fun_args", [...about.arg]],
      ]),
    );
    const call: Call = {
      jid: begun.jid,
      user,
      test,
      progress: (data) => events.fire(tags.runProgress(begun.jid), new Map(data)),
    };
    return { jid: begun.jid, seq, ended: run(runner, words, begun, call) };
  }

  async function run(runner: Runner, words: readonly Value[], begun: RunningCall, call: Call): Promise<RunnerEnd> {
    const end = await outcome(runner, words, call);
    const value = end.error === null ? new Spliced(end.value) : end.error.message;
    const told = toldReturn(runner, value);
    try {
      const kept = await calls.end(begun, { value: told, success: end.success, retcode: end.retcode });
      events.fire(tags.runReturn(begun.jid), kept);
      return end;
    } catch (error) {
      log.error(
        { event: "runner.not-stored", fun: runner.name, err: error },
        "the end of a runner could not be stored",
      );
      const failed = runnerFailed({ fun: runner.name, reason: "it ran, and its record could not be written" });
      events.fire(
        tags.runReturn(begun.jid),
        new Map<Value, Value>([
          ["fun", begun.fun],
          ["jid", begun.jid],
          ["return", failed.message],
          ["success", false],
        ]),
      );
      return { ...end, error: failed, success: false, retcode: 1 };
    }
  }

  async function outcome(runner: Runner, words: readonly Value[], call: Call): Promise<RunnerEnd> {
    try {
      const value = encode(await runners.run(runner.name, words, call));
      const retcode = retcodeOf(headOf(value));
      return { value, success: true, retcode, error: null };
    } catch (error) {
      // Decided on by its code: it is asked for.
      if (error instanceof SalinaError && error.code === "approval-needed") return failure(error);
      const failed = runnerFailed({ fun: runner.name, reason: error instanceof Error ? error.message : String(error) });
      log.warn({ event: "runner.failed", fun: runner.name, user: untrusted(call.user), err: error }, "a runner failed");
      return failure(failed);
    }
  }

  return {
    start,
    async run(fun, arg, user) {
      const { value, error } = await (await start({ fun, arg, user })).ended;
      if (error) throw error;
      return value;
    },
    list: () => docsOf(allRunners),
  };
}

function failure(error: SalinaError): RunnerEnd {
  return { value: encode(error.message), success: false, retcode: 1, error };
}

/** The answer, where it may carry an exit code: only maps do. */
function headOf(packed: Uint8Array): Value {
  const first = packed[0] ?? 0xc0;
  const couldBeMap = (first & 0xf0) === 0x80 || first === 0xde || first === 0xdf;
  if (!couldBeMap) return null;
  const read = decode(packed, {
    ...limits,
    maxBytes: packed.length,
    maxElements: packed.length,
    maxContainer: packed.length,
  });
  return read.ok && isMap(read.value) ? read.value : null;
}
