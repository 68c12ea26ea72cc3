import type { RunnerService, WheelService } from "@salina/api";
import type { JobStore } from "@salina/store";
import { decode, encode, isMap, type Value } from "@salina/wire";
import { allRunners } from "../runners/all-runners.js";
import { shownEnd } from "../runners/state/shown-end.js";
import { allWheel } from "../wheel/all-wheel.js";
import { orchestrateNames } from "./nested-steps.js";
import type { Orchestrations } from "./orchestrations.js";
import type { MasterCall, MasterReturn } from "./step-context.js";

const limits = { maxDepth: 512, duplicateKeys: "last" } as const;

export interface RunnerCallDeps {
  readonly runners: Pick<RunnerService, "start">;
  readonly jobs: Pick<JobStore, "get">;
  readonly newJid: () => string;
  readonly masterId: string;
  readonly orchestrations: () => Pick<Orchestrations, "has" | "wait" | "expectChild">;
}

/** Runners, as steps call them. */
export function runnerCall({ runners, jobs, newJid, masterId, orchestrations }: RunnerCallDeps): MasterCall {
  return {
    newJid,
    async call(fun, arg, { jid, user, parent, saltenv }) {
      if (orchestrateNames.has(fun)) orchestrations().expectChild(jid, parent);
      const given = orchestrateNames.has(fun) ? inEnvironment(arg, saltenv) : arg;
      try {
        const { ended } = await runners.start({ fun, arg: encode([...given]), user, jid });
        const { value, success, retcode } = await ended;
        return { value: unpacked(value), success: success && retcode === 0 };
      } catch (error) {
        return failed("runner", fun, error);
      }
    },
    async found(fun, jid) {
      if (!orchestrateNames.has(fun) || !(await orchestrations().has(jid)))
        return allRunners.get(fun)?.reads ? undefined : await recorded(jobs, jid);
      const end = await orchestrations().wait(jid);
      return { value: shownEnd(end, masterId), success: end.retcode === 0 };
    },
  };
}

/** Wheel functions, as steps call them. */
export function wheelCall({
  wheel,
  jobs,
  newJid,
}: Pick<RunnerCallDeps, "jobs" | "newJid"> & { readonly wheel: Pick<WheelService, "run"> }): MasterCall {
  return {
    newJid,
    async call(fun, arg, { jid, user }) {
      try {
        const { success, data } = await wheel.run(fun, encode([...arg]), user, jid);
        const told = unpacked(data);
        return { value: isMap(told) ? (told.get("return") ?? null) : null, success };
      } catch (error) {
        return failed("wheel", fun, error);
      }
    },
    found: async (fun, jid) => (allWheel.get(fun)?.reads ? undefined : await recorded(jobs, jid)),
  };
}

/** What the record of a call says: ended, or cut off by the end of the daemon. */
async function recorded(jobs: Pick<JobStore, "get">, jid: string): Promise<MasterReturn | undefined> {
  const value = (await jobs.get(jid))?.results[0]?.value;
  const told = value ? unpacked(value) : null;
  if (!isMap(told)) return undefined;
  return { value: told.get("return") ?? null, success: told.get("success") === true };
}

function failed(kind: string, fun: string, error: unknown): MasterReturn {
  const text = error instanceof Error ? error.message : String(error);
  return { value: `Exception occurred in ${kind} ${fun}: ${text}`, success: false };
}

function unpacked(packed: Uint8Array): Value {
  const read = decode(packed, limits);
  return read.ok ? read.value : null;
}

/** The environment of the orchestration, where the step names none. */
function inEnvironment(arg: readonly Value[], saltenv: string): readonly Value[] {
  const last = arg.at(-1);
  if (!isMap(last))
    return [
      ...arg,
      new Map<Value, Value>([
        ["__kwarg__", true],
        ["saltenv", saltenv],
      ]),
    ];
  return last.has("saltenv") ? arg : [...arg.slice(0, -1), new Map([...last, ["saltenv", saltenv] as const])];
}
