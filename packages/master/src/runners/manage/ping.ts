import type { Call, FunctionParameter } from "../../functions/master-function.js";
import { askMinions, targetOf } from "../ask-minions.js";
import type { Parameters } from "../parameters.js";
import { type RunnerContext, target } from "../runner.js";

export const pingParameters: readonly FunctionParameter[] = [
  ...target,
  { name: "timeout", doc: "Seconds; else the config's `timeout`.", type: "number", default: null },
  {
    name: "gather_job_timeout",
    doc: "Seconds; else the config's `gather_job_timeout`.",
    type: "number",
    default: null,
  },
];

/** Pings, and waits for the end: who does not answer is asked again before it counts as down. */
export async function ping(
  given: Parameters,
  context: RunnerContext & { readonly call: Call },
): Promise<{ readonly up: string[]; readonly down: string[] }> {
  const results = await askMinions(
    {
      target: targetOf(given),
      fun: "test.ping",
      timeoutS: given.number("timeout"),
      gatherTimeoutS: given.number("gather_job_timeout"),
    },
    context,
  );
  const named = (wanted: boolean) =>
    results
      .filter(({ value }) => (value !== null) === wanted)
      .map(({ minion }) => minion)
      .sort();
  return { up: named(true), down: named(false) };
}
