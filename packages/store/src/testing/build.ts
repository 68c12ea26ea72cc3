import type { ScheduleRun } from "@salina/api";
import type { NewJob, NewOutcome, NewReturn } from "../port.js";

/** For tests: whole records of which only the parts of interest are named. */
export function aJob(parts: Partial<NewJob> = {}): NewJob {
  return {
    jid: "20260101000000000001",
    minions: ["node1", "node2"],
    missing: [],
    target: { type: "glob", expression: "node*" },
    fun: "test.ping",
    arg: Uint8Array.of(0x90),
    user: "root",
    metadata: null,
    startedAt: 1_000,
    ...parts,
  };
}

export function aReturn(parts: Partial<NewReturn> = {}): NewReturn {
  return {
    jid: "20260101000000000001",
    minion: "node1",
    value: Uint8Array.of(0xc3),
    retcode: 0,
    success: true,
    out: null,
    late: false,
    returnedAt: 2_000,
    ...parts,
  };
}

export function anOutcome(parts: Partial<NewOutcome> = {}): NewOutcome {
  return {
    jid: "20260101000000000001",
    minion: "node1",
    outcome: "offline",
    confirmedAt: null,
    lastSeenAt: 500,
    connected: false,
    ...parts,
  };
}

export function aScheduleRun(parts: Partial<ScheduleRun> = {}): ScheduleRun {
  return {
    id: "20260101000000000001",
    name: "nightly",
    cause: "due",
    outcome: "succeeded",
    dueAt: 1_000,
    startedAt: 1_001,
    endedAt: 2_000,
    jid: null,
    reason: null,
    minions: [],
    count: 1,
    ...parts,
  };
}
