import type { JobService, MinionResult, RunnerEnd, RunnerService } from "@salina/api";
import { SalinaError } from "@salina/api";
import { encode, type Value } from "@salina/wire";
import type { ScheduledCall } from "./entry.js";

/** Who runs scheduled jobs, in job records and events. */
export const scheduleUser = "Schedule";

/** How a call went. `reason` and `minions` say what did not go well. */
export interface CallResult {
  readonly ok: boolean;
  readonly reason: string | null;
  readonly minions: readonly string[];
}

/** What the scheduler has done for it. */
export interface ScheduledCalls {
  /** @param onJid is told the id of the job record as soon as there is one. Never throws. */
  run(name: string, call: ScheduledCall, onJid: (jid: string) => void): Promise<CallResult>;
  /** Follows a job of minions that was published before a restart. Never throws. */
  rejoin(jid: string): Promise<CallResult>;
}

const maxReasonChars = 2000;
/** More are counted by the job record. */
const maxNamedMinions = 1000;

const well: CallResult = { ok: true, reason: null, minions: [] };

export function scheduledCalls(deps: {
  readonly runners: Pick<RunnerService, "start">;
  readonly jobs: Pick<JobService, "publish" | "follow" | "get">;
  /** Aborted when the daemon stops. */
  readonly stopping: AbortSignal;
}): ScheduledCalls {
  const { runners, jobs, stopping } = deps;

  async function followed(jid: string): Promise<CallResult> {
    for await (const update of jobs.follow(jid, stopping)) if (update.kind === "end") break;
    const job = await jobs.get(jid);
    return job === undefined ? failed("its job record is gone") : resultOf(job.results, job.missing);
  }

  return {
    async run(name, call, onJid) {
      try {
        const arg = encode(argumentsOf(call));
        if (call.target === null) {
          const { jid, ended } = await runners.start({ fun: call.fun, arg, user: scheduleUser });
          onJid(jid);
          return resultOfRunner(await ended);
        }
        const metadata = encode(new Map<Value, Value>([...(call.metadata ?? []), ["schedule", name]]));
        const { fun, target } = call;
        const { jid } = await jobs.publish({ target, fun, arg, user: scheduleUser, metadata });
        onJid(jid);
        return await followed(jid);
      } catch (error) {
        return failed(reasonOf(error));
      }
    },
    rejoin: (jid) => followed(jid).catch((error: unknown) => failed(reasonOf(error))),
  };
}

function argumentsOf({ args, kwargs }: ScheduledCall): Value[] {
  return kwargs.size === 0 ? [...args] : [...args, new Map<Value, Value>([...kwargs, ["__kwarg__", true]])];
}

function failed(reason: string, minions: readonly string[] = []): CallResult {
  // It comes from minions and runners too, and goes to logs and mails.
  const text = reason.slice(0, maxReasonChars).replace(/\p{Cc}+/gu, " ");
  return { ok: false, reason: text, minions: minions.slice(0, maxNamedMinions) };
}

function reasonOf(error: unknown): string {
  if (error instanceof SalinaError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** Runners that can fail half-way say so in `retcode` (`state.orchestrate`). */
function resultOfRunner({ error, retcode }: RunnerEnd): CallResult {
  if (error !== null) return failed(reasonOf(error));
  return retcode === 0 ? well : failed(`the runner ended with retcode ${retcode}`);
}

/** It went well where each minion has returned 0; an id without an accepted key has not. */
function resultOf(results: readonly MinionResult[], missing: readonly string[]): CallResult {
  const bad = results.filter(({ outcome }) => outcome !== "returned");
  if (bad.length === 0 && missing.length === 0) return well;
  const words = bad.map(({ minion, outcome, retcode }) =>
    outcome === "failed" ? `${minion} failed (retcode ${retcode ?? "none"})` : `${minion} is ${outcome}`,
  );
  words.push(...missing.map((id) => `${id} has no accepted key`));
  const shown = words.length > 10 ? [...words.slice(0, 10), `${words.length - 10} more`] : words;
  return failed(shown.join(", "), [...bad.map(({ minion }) => minion), ...missing]);
}
