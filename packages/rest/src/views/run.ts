import type { RunDetails, RunPreview, RunStep, RunSummary } from "@salina/api";
import type * as schema from "../schemas/run.js";
import { time, timeOrNull } from "./times.js";
import { openValue } from "./value.js";

export function viewRunSummary({ startedAt, endedAt, ...run }: RunSummary): schema.RunSummary {
  return {
    jid: run.jid,
    name: run.name,
    state: run.state,
    user: run.user,
    test: run.test,
    parent: run.parent,
    startedAt: time(startedAt),
    endedAt: timeOrNull(endedAt),
    links: { self: `/v1/runs/${encodeURIComponent(run.jid)}` },
  };
}

export function viewRun(run: RunDetails): schema.Run {
  return { ...viewRunSummary(run), steps: run.steps.map(viewStep), errors: [...run.errors] };
}

export function viewPreview({ steps, errors, destructive, confirm }: RunPreview): schema.RunPreview {
  return {
    steps: steps.map(viewStep),
    errors: [...errors],
    destructive: destructive.map(({ id, minions }) => ({ id, minions: [...minions] })),
    confirm,
  };
}

export function viewStep(step: RunStep): schema.RunStep {
  const told = step.result === null ? null : openValue(step.result);
  const result = typeof told === "object" && told !== null && !Array.isArray(told) ? told : {};
  const { result: verdict, comment = null, changes = null, start_time: startedAt, duration } = result;
  return {
    id: step.id,
    function: step.function,
    name: step.name,
    sls: step.sls,
    ended: step.result !== null,
    result: typeof verdict === "boolean" ? verdict : null,
    comment,
    changes,
    startedAt: typeof startedAt === "string" ? startedAt : null,
    durationMs: typeof duration === "number" ? duration : null,
  };
}
