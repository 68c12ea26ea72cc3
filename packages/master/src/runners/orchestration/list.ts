import type { RunState } from "@salina/api";
import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { describedRun } from "./run-shapes.js";

const states: readonly RunState[] = ["running", "paused", "succeeded", "failed", "cancelled"];

export const list: Runner = {
  name: "orchestration.list",
  doc: "The latest runs of orchestrations, by their job ids: name, state, user, when.",
  parameters: [
    { name: "state", doc: `Only those that are ${states.join(", ")}.`, default: null },
    { name: "limit", doc: "How many.", type: "number", default: 50 },
  ],
  reads: true,
  async run(given, { orchestrations }) {
    const wanted = given.value("state");
    const state = states.find((one) => one === wanted);
    if (wanted !== null && !state) throw new Error(`state is one of ${states.join(", ")}`);
    const runs = await orchestrations.list({ limit: given.number("limit", 50), ...(state ? { state } : {}) });
    return new Map<Value, Value>(runs.map((run) => [run.jid, describedRun(run)]));
  },
};
