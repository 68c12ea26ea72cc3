import {
  type Job,
  type JobSummary,
  jobStates,
  type MinionResult,
  outcomes,
  type Target,
  targetTypes,
} from "@salina/api";
import type { NewReturn } from "../port.js";
import { isAnswered } from "../results.js";
import * as read from "./row.js";

export function summaryOfRow(row: read.Row): JobSummary {
  return {
    jid: read.text(row, "jid"),
    minions: read.strings(read.text(row, "minions")),
    missing: read.strings(read.text(row, "missing")),
    target: targetOfJson(read.text(row, "target")),
    fun: funOfJson(read.text(row, "fun")),
    arg: read.bytes(row, "arg"),
    user: read.text(row, "user"),
    startedAt: read.integer(row, "started_at"),
    endedAt: read.integerOrNull(row, "ended_at"),
    state: read.oneOf(row, "state", jobStates),
  };
}

export function jobOfRow(row: read.Row, results: Job["results"]): Job {
  return {
    ...summaryOfRow(row),
    metadata: read.bytesOrNull(row, "metadata"),
    results,
  };
}

export function resultOfRow(row: read.Row): MinionResult {
  const outcome = read.oneOf(row, "outcome", outcomes);
  return {
    minion: read.text(row, "minion"),
    outcome,
    late: read.flag(row, "late"),
    retcode: read.integerOrNull(row, "retcode"),
    success: read.flagOrNull(row, "success"),
    value: isAnswered(outcome) ? read.bytes(row, "value") : null,
    out: read.textOrNull(row, "out"),
    returnedAt: read.integerOrNull(row, "returned_at"),
    confirmedAt: read.integerOrNull(row, "confirmed_at"),
    lastSeenAt: read.integerOrNull(row, "last_seen_at"),
    connected: read.flagOrNull(row, "connected"),
  };
}

export function returnOfRow(row: read.Row): NewReturn {
  return {
    jid: read.text(row, "jid"),
    minion: read.text(row, "minion"),
    value: read.bytes(row, "value"),
    retcode: read.integerOrNull(row, "retcode"),
    success: read.flagOrNull(row, "success"),
    out: read.textOrNull(row, "out"),
    late: read.flag(row, "late"),
    returnedAt: read.integer(row, "returned_at"),
  };
}

function funOfJson(json: string): string | readonly string[] {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : read.strings(json);
}

function targetOfJson(json: string): Target {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null || !("type" in value) || !("expression" in value)) {
    throw new Error("the column target holds something unexpected");
  }
  const type = read.oneOf({ type: String(value.type) }, "type", targetTypes);
  const expression = funOfJson(JSON.stringify(value.expression));
  if (!("delimiter" in value) || typeof value.delimiter !== "string") return { type, expression };
  return { type, expression, delimiter: value.delimiter };
}

/** SQLite has no booleans. */
export function bit(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
