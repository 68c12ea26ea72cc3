import type { EpochMs } from "@salina/api";
import type { ScheduleDefaults, ScheduleEntry, Splay, UpcomingRun } from "./entry.js";
import { closedAt, type SkipReason } from "./gates.js";
import { followsTime, nextDue } from "./next-due.js";

/** What is known of a job's times. Kept in the store, so that a restart goes on where it was. */
export interface PlanState {
  /** The last due time that was decided on. */
  readonly lastDueAt: EpochMs | null;
  readonly nextDueAt: EpochMs | null;
  /** The same with its splay. */
  readonly fireAt: EpochMs | null;
  /** Missed times that will be made up for, oldest first. */
  readonly owed: readonly EpochMs[];
  /** Further times, each once: postponed runs, and those after a skipped range. */
  readonly extra: readonly EpochMs[];
  /** Due times to leave out. */
  readonly skips: readonly EpochMs[];
  readonly lastSkip: { readonly at: EpochMs; readonly reason: SkipReason } | null;
  /** When it was last looked at: notices a clock that was set back. */
  readonly lookedAt: EpochMs | null;
}

export const freshPlan: PlanState = {
  lastDueAt: null,
  nextDueAt: null,
  fireAt: null,
  owed: [],
  extra: [],
  skips: [],
  lastSkip: null,
  lookedAt: null,
};

export type Decision =
  | { readonly kind: "run"; readonly dueAt: EpochMs; readonly cause: RunCause }
  | { readonly kind: "skip"; readonly dueAt: EpochMs; readonly reason: SkipReason }
  /** Nothing makes up for these. `count` stops at `maxCounted`. */
  | { readonly kind: "missed"; readonly dueAt: EpochMs; readonly count: number };

/** `due`: on time. `missed`: makes up for missed times. `extra`: postponed, or after a skipped range. `start`: `run_on_start`. `asked`: somebody asked for it. */
export type RunCause = "due" | "missed" | "extra" | "start" | "asked";

export interface LookFacts {
  readonly now: EpochMs;
  readonly defaults: ScheduleDefaults;
  /** Runs of this job under way. */
  readonly running: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A run that begins within this time counts as on time. */
export const graceMs = 60_000;
/** A clock that goes back by more was wrong before: everything is planned anew. */
const believedMs = 86_400_000;
const maxCounted = 100;
/** Missed times that are made up for at most, by the policy `all`. */
export const maxOwed = 24;

/** Decides what becomes of a job now, and when to look again. */
export function look(
  entry: ScheduleEntry,
  before: PlanState,
  facts: LookFacts,
): { readonly state: PlanState; readonly decisions: readonly Decision[] } {
  const { now } = facts;
  const planned = planNext(entry, afterSetBack(entry, before, facts), facts);
  const decisions: Decision[] = [];
  let state: PlanState = { ...planned, lookedAt: now };
  let running = facts.running;

  const isOpen = entry.enabled && facts.defaults.enabled;
  const hasRoom = () => entry.maxRunning === null || running < entry.maxRunning;

  /** False: it has to wait. */
  function decide(dueAt: EpochMs, cause: RunCause): void {
    const reason = skipReason(dueAt, cause);
    if (reason !== null) {
      decisions.push({ kind: "skip", dueAt, reason: reason.reason });
      const extra = reason.runAt === null ? [] : [reason.runAt];
      state = { ...state, lastSkip: { at: now, reason: reason.reason }, extra: merged(state.extra, extra) };
      return;
    }
    running++;
    decisions.push({ kind: "run", dueAt, cause });
  }

  function skipReason(dueAt: EpochMs, cause: RunCause): { reason: SkipReason; runAt: EpochMs | null } | null {
    if (!isOpen) return { reason: "disabled", runAt: null };
    if (cause !== "extra") {
      const closed = closedAt(entry, facts.defaults, now);
      if (closed !== null) return closed;
      if (state.skips.some((at) => isSameTime(at, dueAt))) return { reason: "skip_explicit", runAt: null };
    }
    if (entry.dryRun) return { reason: "dry_run", runAt: null };
    return hasRoom() ? null : { reason: "maxrunning", runAt: null };
  }

  if (state.fireAt !== null && state.nextDueAt !== null && state.fireAt <= now) {
    const due = dueTimes(entry, state.nextDueAt, state.fireAt, now);
    const last = due.onTime ?? due.missed.at(-1) ?? state.nextDueAt;
    state = { ...state, lastDueAt: last, nextDueAt: null, fireAt: null };
    if (due.missed.length > 0 && isOpen) {
      const lost = (count: number, dueAt: EpochMs) => count > 0 && decisions.push({ kind: "missed", dueAt, count });
      const oldest = due.missed[0] ?? last;
      if (entry.missed === "skip") lost(due.missed.length, oldest);
      else if (entry.missed === "once") decide(last, "missed");
      else {
        const owed = [...due.missed, ...(due.onTime === undefined ? [] : [due.onTime])];
        lost(owed.length - maxOwed, owed[maxOwed] ?? oldest);
        state = { ...state, owed: [...state.owed, ...owed].slice(0, maxOwed) };
      }
    }
    if (due.onTime !== undefined && (due.missed.length === 0 || entry.missed === "skip")) decide(due.onTime, "due");
    if (due.onTime === undefined && due.missed.length > 0 && !isOpen) decide(last, "due");
    state = planNext(entry, state, facts);
  }

  const extra = state.extra.filter((at) => at <= now);
  state = { ...state, extra: state.extra.filter((at) => at > now) };
  for (const at of extra) {
    if (now - at <= graceMs || entry.missed !== "skip") decide(at, "extra");
    else decisions.push({ kind: "missed", dueAt: at, count: 1 });
  }

  // What is owed waits for its turn, and for the range in which it may run.
  while (state.owed.length > 0 && isOpen && hasRoom() && closedAt(entry, facts.defaults, now) === null) {
    const [dueAt = now, ...owed] = state.owed;
    state = { ...state, owed };
    decide(dueAt, "missed");
  }
  // As long as its time may still come.
  state = { ...state, skips: state.skips.filter((at) => at > now - believedMs) };
  return { state, decisions };
}

/** Fills in the next time, where there is none. */
function planNext(entry: ScheduleEntry, state: PlanState, { now, defaults, random }: LookFacts): PlanState {
  if (state.nextDueAt !== null) return state;
  const { timing, zone } = entry;
  // Who adds a job for this very minute means it.
  const after = timing.kind === "once" && state.lastDueAt === null ? now - graceMs : now;
  const nextDueAt = nextDue(timing, zone, after, state.lastDueAt);
  if (nextDueAt === undefined || nextDueAt === state.lastDueAt) return state;
  const splay = entry.splay === undefined ? defaults.splay : entry.splay;
  return { ...state, nextDueAt, fireAt: nextDueAt + splayMs(splay, random) };
}

function splayMs(splay: Splay | null, random: () => number): number {
  if (splay === null) return 0;
  return (splay.fromS + Math.floor(random() * (splay.toS - splay.fromS + 1))) * 1000;
}

/**
 * A clock that was set back: jobs that follow the time that passes go on at once, the others do not run a second time for
 * a time that was decided on. After more than a day everything begins anew.
 */
function afterSetBack(entry: ScheduleEntry, state: PlanState, { now }: LookFacts): PlanState {
  const latest = Math.max(state.lookedAt ?? 0, state.lastDueAt ?? 0);
  if (latest <= now) return state;
  const isWrong = latest - now > believedMs;
  if (!isWrong && !followsTime(entry.timing)) return state;
  return { ...state, lastDueAt: null, nextDueAt: null, fireAt: null, owed: isWrong ? [] : state.owed };
}

interface DueTimes {
  readonly onTime: EpochMs | undefined;
  /** Oldest first. */
  readonly missed: readonly EpochMs[];
}

function dueTimes(entry: ScheduleEntry, first: EpochMs, fireAt: EpochMs, now: EpochMs): DueTimes {
  // Times that pass during its splay, or in a moment of load, are one with it.
  if (now - fireAt <= graceMs) return { onTime: first, missed: [] };
  const all = [first];
  const { timing, zone } = entry;
  let next = nextDue(timing, zone, Math.max(first, fireAt), first);
  while (next !== undefined && next <= now && all.length < maxCounted) {
    all.push(next);
    next = nextDue(timing, zone, next, next);
  }
  const newest = all.at(-1) ?? first;
  return now - newest <= graceMs ? { onTime: newest, missed: all.slice(0, -1) } : { onTime: undefined, missed: all };
}

/** People name minutes. */
function isSameTime(named: EpochMs, dueAt: EpochMs): boolean {
  return named <= dueAt && dueAt < named + 60_000;
}

function merged(some: readonly EpochMs[], more: readonly EpochMs[]): readonly EpochMs[] {
  return [...new Set([...some, ...more])].sort((a, b) => a - b);
}

/** When to look again; undefined: never, as far as the job itself is concerned. */
export function nextLook({ fireAt, extra }: PlanState): EpochMs | undefined {
  const all = [...(fireAt === null ? [] : [fireAt]), ...extra];
  return all.length === 0 ? undefined : Math.min(...all);
}

/** Times at which the job is due from now on, without splay beyond the first. */
export function upcoming(
  entry: ScheduleEntry,
  state: PlanState,
  defaults: ScheduleDefaults,
  { now, count }: { readonly now: EpochMs; readonly count: number },
): readonly UpcomingRun[] {
  const dues: EpochMs[] = [];
  let next = state.nextDueAt ?? nextDue(entry.timing, entry.zone, now, state.lastDueAt) ?? undefined;
  while (next !== undefined && dues.length < count) {
    dues.push(next);
    next = nextDue(entry.timing, entry.zone, next, next);
  }
  const reasonAt = (dueAt: EpochMs, fireAt: EpochMs): string | null => {
    if (!entry.enabled || !defaults.enabled) return "disabled";
    const closed = closedAt(entry, defaults, fireAt)?.reason ?? null;
    return closed ?? (state.skips.some((at) => isSameTime(at, dueAt)) ? "skip_explicit" : null);
  };
  const own = dues.map((dueAt) => {
    const at = dueAt === state.nextDueAt ? (state.fireAt ?? dueAt) : dueAt;
    return { at, skipped: reasonAt(dueAt, at) };
  });
  const extra = state.extra.map((at) => ({ at, skipped: entry.enabled && defaults.enabled ? null : "disabled" }));
  return [...own, ...extra].sort((a, b) => a.at - b.at).slice(0, count);
}
