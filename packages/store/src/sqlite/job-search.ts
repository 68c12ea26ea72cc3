import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { type Job, type JobFilter, type Outcome, outcomes, stateResults } from "@salina/api";
import { jobMatches } from "../job-match.js";
import { numberOfResult, stateNumber } from "../state-results.js";
import { jidRange, noBound } from "./jid-range.js";
import { integerOrNull, type Row, text } from "./row.js";

/** Gives the newest job older than `before` of a list that is sorted by jid; undefined: there is none. */
type Seek = (before: string) => string | undefined;

export interface Found {
  /** Newest first. */
  readonly jids: readonly string[];
  /** Where to go on; null: there is nothing more. */
  readonly next: string | null;
}

export type JobSearch = (filter: JobFilter) => Found;

/** Looks into lists after which a search is cut short: some twenty milliseconds. More than there are lists, or it would not get on. */
const defaultLooks = 5000;

/**
 * Searches by walking all the lists that a filter names together, from the newest job down: each says where its next one
 * is, so that what only others have is leapt over.
 *
 * @param whole a job with all that is known of it
 */
export function jobSearch(
  db: DatabaseSync,
  whole: (jid: string) => Job | undefined,
  maxLooks = defaultLooks,
): JobSearch {
  const one = (sql: string) => {
    const statement = db.prepare(sql);
    return (...values: SQLInputValue[]) => {
      const row = statement.get(...values);
      return row && text(row, "jid");
    };
  };
  // The sign before `started_at` keeps SQLite from walking by time, and then sorting all that it found.
  const anyJob = one(
    `SELECT jid FROM jobs WHERE jid < ? AND jid >= ? AND +started_at BETWEEN ? AND ? ORDER BY jid DESC LIMIT 1`,
  );
  const astray = one(
    `SELECT a.jid FROM jobs_astray AS a CROSS JOIN jobs AS j USING (jid) WHERE a.jid < ? AND +j.started_at BETWEEN ? AND ?
     ORDER BY a.jid DESC LIMIT 1`,
  );
  const ofFunction = one("SELECT jid FROM job_functions WHERE fun = ? AND jid < ? ORDER BY jid DESC LIMIT 1");
  const ofUser = one("SELECT jid FROM jobs WHERE user = ? AND jid < ? ORDER BY jid DESC LIMIT 1");
  const inState = one(
    "SELECT jid FROM jobs WHERE state = ? AND state <> 'succeeded' AND jid < ? ORDER BY jid DESC LIMIT 1",
  );
  const ofMinion = one(
    "SELECT jid FROM results WHERE minion = ? AND outcome = ? AND jid < ? ORDER BY jid DESC LIMIT 1",
  );
  const inTrouble = one(
    "SELECT jid FROM results WHERE outcome = ? AND outcome <> 'returned' AND jid < ? ORDER BY jid DESC LIMIT 1",
  );
  const ofState = one(
    "SELECT jid FROM state_results WHERE state = ? AND result = ? AND jid < ? ORDER BY jid DESC LIMIT 1",
  );
  const open = db.prepare("SELECT jid FROM jobs WHERE ended_at IS NULL ORDER BY jid DESC");
  const openOf = db.prepare(
    `SELECT jid FROM jobs JOIN job_details USING (jid) WHERE ended_at IS NULL AND instr(minions, ?) ORDER BY jid DESC`,
  );
  const head = db.prepare("SELECT user, started_at, ended_at, state FROM jobs WHERE jid = ?");
  const hasOutcome = db.prepare("SELECT 1 FROM results WHERE jid = ? AND outcome = ? LIMIT 1");
  const outcomeOf = db.prepare("SELECT outcome FROM results WHERE jid = ? AND minion = ?");
  const minionsOfState = db.prepare("SELECT minion FROM state_results WHERE state = ? AND result = ? AND jid = ?");

  /** Lists that each contain all jobs that are looked for. */
  function lists(filter: JobFilter): readonly Seek[] {
    const { funs, user, minions, outcome, state, stateId, from, to } = filter;
    const seeks: Seek[] = [];
    if (funs !== undefined) seeks.push(anyOf(funs.map((fun) => (before) => ofFunction(fun, before))));
    if (user !== undefined) seeks.push((before) => ofUser(user, before));
    if (state !== undefined && state !== "succeeded") seeks.push((before) => inState(state, before));
    if (minions !== undefined) seeks.push(ofMinions(minions, outcome));
    else if (outcome === "running") seeks.push(anyOf([(before) => inTrouble(outcome, before), oneOf(open.all())]));
    else if (outcome !== undefined && outcome !== "returned") seeks.push((before) => inTrouble(outcome, before));
    if (stateId !== undefined) {
      const number = stateNumber(stateId);
      seeks.push(anyOf(wanted(filter).map((result) => (before) => ofState(number, result, before))));
    }
    if (seeks.length === 0 || from !== undefined || to !== undefined) {
      const oldest = from === undefined ? "" : jidRange(from).first;
      const newest = to === undefined ? noBound : jidRange(to).last;
      const times = [from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER] as const;
      seeks.push(
        anyOf([(before) => anyJob(earlier(before, newest), oldest, ...times), (before) => astray(before, ...times)]),
      );
    }
    return seeks;
  }

  function ofMinions(minions: readonly string[], outcome: Outcome | undefined): Seek {
    const each = minions.flatMap((minion) =>
      (outcome === undefined ? outcomes : [outcome]).map(
        (one): Seek =>
          (before) =>
            ofMinion(minion, one, before),
      ),
    );
    // Minions of which nothing is known yet have no row.
    if (outcome !== undefined && outcome !== "running") return anyOf(each);
    return anyOf([...each, ...minions.map((minion) => oneOf(openOf.all(JSON.stringify(minion))))]);
  }

  /** What the lists together do not say yet. */
  function holds(jid: string, filter: JobFilter): boolean {
    const row = head.get(jid);
    if (!row) return false;
    if (integerOrNull(row, "ended_at") === null) {
      const job = whole(jid);
      return job !== undefined && jobMatches(job, filter);
    }
    if (filter.user !== undefined && row["user"] !== filter.user) return false;
    if (filter.state !== undefined && row["state"] !== filter.state) return false;
    const { minions, outcome, stateId } = filter;
    if (stateId !== undefined) return minionsWithState(jid, stateId, filter).some((id) => minionHolds(jid, id, filter));
    if (minions !== undefined) return outcome === undefined || minions.some((id) => minionHolds(jid, id, filter));
    return outcome === undefined || hasOutcome.get(jid, outcome) !== undefined;
  }

  function minionsWithState(jid: string, stateId: string, filter: JobFilter): readonly string[] {
    const state = stateNumber(stateId);
    return wanted(filter).flatMap((result) => minionsOfState.all(state, result, jid).map((row) => text(row, "minion")));
  }

  function minionHolds(jid: string, minion: string, { minions, outcome }: JobFilter): boolean {
    if (minions !== undefined && !minions.includes(minion)) return false;
    return outcome === undefined || outcomeOf.get(jid, minion)?.["outcome"] === outcome;
  }

  return (filter) => {
    if (filter.limit <= 0) return { jids: [], next: null };
    const seeks = lists(filter);
    const jids: string[] = [];
    const budget = { looks: maxLooks };
    for (let before = filter.before ?? noBound; ; ) {
      const found = common(seeks, before, budget);
      if (found.jid === null) return { jids, next: found.goOn };
      const { jid } = found;
      if (holds(jid, filter)) {
        // One more than asked for tells whether there is another page.
        if (jids.length === filter.limit) return { jids, next: jids.at(-1) ?? null };
        jids.push(jid);
      }
      budget.looks--;
      before = jid;
    }
  };
}

function wanted({ stateResult }: JobFilter): readonly number[] {
  return (stateResult === undefined ? stateResults : [stateResult]).map(numberOfResult);
}

/** The newest job older than `before` that is in all lists; where there is none, or the looks were not enough, where to go on. */
function common(
  lists: readonly Seek[],
  before: string,
  budget: { looks: number },
): { readonly jid: string | null; readonly goOn: string | null } {
  let candidate: string | null = null;
  for (let agreed = 0, at = 0; agreed < lists.length; at = (at + 1) % lists.length) {
    if (budget.looks <= 0) return { jid: null, goOn: candidate === null ? before : following(candidate) };
    budget.looks--;
    const found: string | undefined = lists[at]?.(candidate === null ? before : after(candidate));
    if (found === undefined) return { jid: null, goOn: null };
    agreed = found === candidate ? agreed + 1 : 1;
    candidate = found;
  }
  return { jid: candidate, goOn: null };
}

/** Asks each list only when what it last gave has been passed: bounds only go down. */
function anyOf(lists: readonly Seek[]): Seek {
  const next: (string | undefined)[] = lists.map(() => noBound);
  return (before) => {
    let newest: string | undefined;
    for (const [at, seek] of lists.entries()) {
      const known = next[at];
      const found = known !== undefined && known >= before ? seek(before) : known;
      next[at] = found;
      if (found !== undefined && (newest === undefined || found > newest)) newest = found;
    }
    return newest;
  };
}

/** @param rows newest first */
function oneOf(rows: readonly Row[]): Seek {
  const jids = rows.map((row) => text(row, "jid"));
  return (before) => jids.find((jid) => jid < before);
}

function earlier(one: string, other: string): string {
  if (one < other) return one;
  return other;
}

/** The smallest text that is larger than a jid. */
function after(jid: string): string {
  return `${jid}\u0001`;
}

/** A jid that is larger than all that have this one's digits. */
function following(jid: string): string {
  const digits = /^\d{20}/.exec(jid)?.[0];
  return digits === undefined ? after(jid) : String(BigInt(digits) + 1n).padStart(20, "0");
}
