import type { JobState, MinionResult, Outcome } from "@salina/api";
import type { NewOutcome, NewReturn } from "./port.js";

/** Differing answers of one minion that are kept for one job: more only fill the disk. */
export const maxConflictsOfMinion = 8;

/** Old minions send no retcode; then `success` decides, and silence about both counts as good. */
export function outcomeOfReturn(answer: Pick<NewReturn, "retcode" | "success">): "returned" | "failed" {
  const good = answer.retcode === null ? answer.success !== false : answer.retcode === 0;
  return good ? "returned" : "failed";
}

/** Whether two answers say the same; when they came does not matter. */
export function sameAnswer(
  a: Pick<MinionResult, "value" | "retcode" | "success" | "out">,
  b: Pick<NewReturn, "value" | "retcode" | "success" | "out">,
): boolean {
  return (
    a.retcode === b.retcode &&
    a.success === b.success &&
    a.out === b.out &&
    a.value !== null &&
    Buffer.compare(a.value, b.value) === 0
  );
}

export function resultOfReturn(answer: NewReturn, before: MinionResult | undefined): MinionResult {
  return {
    minion: answer.minion,
    outcome: outcomeOfReturn(answer),
    late: answer.late,
    retcode: answer.retcode,
    success: answer.success,
    value: answer.value,
    out: answer.out,
    returnedAt: answer.returnedAt,
    confirmedAt: before?.confirmedAt ?? null,
    lastSeenAt: null,
    connected: null,
  };
}

export function resultOfOutcome(outcome: NewOutcome): MinionResult {
  return {
    ...silentResult(outcome.minion),
    outcome: outcome.outcome,
    confirmedAt: outcome.confirmedAt,
    lastSeenAt: outcome.lastSeenAt,
    connected: outcome.connected,
  };
}

/** Of a minion that nothing is known of yet. */
export function silentResult(minion: string): MinionResult {
  return {
    minion,
    outcome: "running",
    late: false,
    retcode: null,
    success: null,
    value: null,
    out: null,
    returnedAt: null,
    confirmedAt: null,
    lastSeenAt: null,
    connected: null,
  };
}

export function isAnswered(outcome: Outcome): boolean {
  return outcome === "returned" || outcome === "failed";
}

/** One for each targeted minion in their order, then what minions sent unasked, in order of arrival. */
export function arrangeResults(minions: readonly string[], known: readonly MinionResult[]): readonly MinionResult[] {
  const byMinion = new Map(known.map((result) => [result.minion, result]));
  const targeted = new Set(minions);
  return [
    ...minions.map((minion) => byMinion.get(minion) ?? silentResult(minion)),
    ...known.filter((result) => !targeted.has(result.minion)),
  ];
}

/** @param expected results that count: of the targeted minions, or of all where none was targeted */
export function stateOfEndedJob(expected: number, succeeded: number): JobState {
  if (succeeded === 0) return "failed";
  return succeeded >= expected ? "succeeded" : "partial";
}
