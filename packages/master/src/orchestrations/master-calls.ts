import { decode, isMap, type Value } from "@salina/wire";
import type { RecordedRuns } from "../runners/recorded-runs.js";
import { shownEnd } from "../runners/state.js";
import { orchestrateNames } from "./nested-steps.js";
import type { Orchestrations } from "./orchestrations.js";
import type { MasterCall } from "./step-context.js";

export interface MasterCallDeps {
  readonly kind: "runner" | "wheel";
  readonly runs: RecordedRuns;
  readonly newJid: () => string;
  readonly masterId: string;
  readonly orchestrations: () => Pick<Orchestrations, "has" | "wait">;
}

/** Runners and wheel functions, as steps call them. */
export function masterCall({ kind, runs, newJid, masterId, orchestrations }: MasterCallDeps): MasterCall {
  return {
    newJid,
    async call(fun, arg, { jid, user, parent, saltenv }) {
      const given = orchestrateNames.has(fun) ? inEnvironment(arg, saltenv) : arg;
      try {
        const { packed, success } = await runs.run(fun, given, { jid, user, parent });
        const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
        return { value: read.ok ? read.value : null, success };
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return { value: `Exception occurred in ${kind} ${fun}: ${text}`, success: false };
      }
    },
    async found(fun, jid) {
      if (!orchestrateNames.has(fun) || !(await orchestrations().has(jid))) return await runs.found(fun, jid);
      const end = await orchestrations().wait(jid);
      return { value: shownEnd(end, masterId), success: end.retcode === 0 };
    },
  };
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
