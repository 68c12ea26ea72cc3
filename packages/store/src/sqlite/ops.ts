import type {
  Job,
  JobFilter,
  JobNames,
  JobPage,
  MinionResult,
  RunEntry,
  RunFilter,
  RunRecord,
  RunState,
  RunSummary,
  ScheduleRun,
} from "@salina/api";
import type {
  MineEntry,
  MinionRecord,
  NewJob,
  NewOutcome,
  NewReturn,
  ReturnVerdict,
  StoredMinionData,
  StoredSchedule,
  StoreSize,
} from "../port.js";

export interface Seen {
  readonly id: string;
  readonly at: number;
  readonly era: number;
}

/** What the worker can be asked: the parameters of each operation and its result. */
export interface StoreOps {
  "jobs.create": { params: NewJob; result: "created" | "taken" };
  "jobs.addReturn": { params: NewReturn; result: ReturnVerdict };
  "jobs.setOutcomes": { params: readonly NewOutcome[]; result: null };
  "jobs.end": { params: { jid: string; endedAt: number }; result: null };
  "jobs.get": { params: { jid: string }; result: Job | undefined };
  "jobs.result": { params: { jid: string; minion: string }; result: MinionResult | undefined };
  "jobs.list": { params: JobFilter; result: JobPage };
  "jobs.names": { params: null; result: JobNames };
  "jobs.oldest": { params: null; result: number | null };
  size: { params: null; result: StoreSize };
  "jobs.open": { params: null; result: readonly Job[] };
  "jobs.conflicts": { params: { jid: string }; result: readonly NewReturn[] };
  "jobs.prune": { params: { startedBefore: number; limit: number }; result: number };
  "minions.seen": { params: readonly Seen[]; result: null };
  "minions.proveEra": { params: { id: string; era: number }; result: null };
  "minions.forgetEra": { params: { id: string }; result: null };
  "minions.saveData": {
    params: { data: StoredMinionData & { readonly grains: Uint8Array }; at: number };
    result: null;
  };
  "minions.data": { params: { ids: readonly string[] }; result: readonly StoredMinionData[] };
  "minions.get": { params: { id: string }; result: MinionRecord | undefined };
  "minions.all": { params: null; result: readonly MinionRecord[] };
  "minions.remove": { params: { id: string }; result: null };
  "mine.update": {
    params: { minion: string; entries: readonly (readonly [fun: string, value: Uint8Array])[]; clear: boolean };
    result: null;
  };
  "mine.remove": { params: { minion: string; fun: string }; result: null };
  "mine.flush": { params: { minion: string }; result: null };
  "mine.get": { params: { minions: readonly string[]; funs: readonly string[] | null }; result: readonly MineEntry[] };
  "runs.create": { params: Omit<RunRecord, "state" | "endedAt">; result: "created" | "taken" };
  "runs.append": { params: { jid: string; entry: RunEntry }; result: null };
  "runs.setState": { params: { jid: string; state: RunState; endedAt: number | null }; result: null };
  "runs.get": { params: { jid: string }; result: RunRecord | undefined };
  "runs.entries": { params: { jid: string }; result: readonly RunEntry[] };
  "runs.open": { params: null; result: readonly RunRecord[] };
  "runs.list": { params: RunFilter; result: readonly RunSummary[] };
  "runs.prune": { params: { startedBefore: number; limit: number }; result: number };
  "schedules.all": { params: null; result: readonly StoredSchedule[] };
  "schedules.save": {
    params: { schedule: StoredSchedule; runs: readonly ScheduleRun[]; keepRuns: number };
    result: null;
  };
  "schedules.remove": { params: { name: string }; result: null };
  "schedules.runs": { params: { name: string; limit: number; before: string | null }; result: readonly ScheduleRun[] };
  "schedules.openRuns": { params: null; result: readonly ScheduleRun[] };
}
export type StoreOp = keyof StoreOps;

/** One operation with its parameters. */
export type StoreRequest = { [Op in StoreOp]: { readonly op: Op; readonly params: StoreOps[Op]["params"] } }[StoreOp];

const reads: ReadonlySet<StoreOp> = new Set<StoreOp>([
  "jobs.get",
  "jobs.result",
  "jobs.list",
  "jobs.names",
  "jobs.oldest",
  "size",
  "jobs.open",
  "jobs.conflicts",
  "minions.get",
  "minions.data",
  "minions.all",
  "mine.get",
  "runs.get",
  "runs.entries",
  "runs.open",
  "runs.list",
  "schedules.all",
  "schedules.runs",
  "schedules.openRuns",
]);

export function isRead({ op }: StoreRequest): boolean {
  return reads.has(op);
}

export type StoreReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly reason: string };

export type ToWorker = { readonly batch: readonly StoreRequest[] } | { readonly close: true };
export type FromWorker =
  | { readonly opened: true }
  | { readonly notOpened: string }
  | { readonly replies: readonly StoreReply[] };
