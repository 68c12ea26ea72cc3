import { type Target, type TargetType, targetTypes } from "@salina/api";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import { readCron } from "./cron-rule.js";
import { readFormatted } from "./date-format.js";
import { comesOnce, type DatePoint } from "./date-point.js";
import { readDateWords } from "./date-words.js";
import {
  missedPolicies,
  type ScheduledCall,
  type ScheduleEntry,
  type ScheduleProblem,
  type Splay,
  type TimeRange,
  type Timing,
} from "./entry.js";
import { SettingsReader } from "./settings-reader.js";
import { openZone, type Zone } from "./zone.js";

export interface EntryContext {
  /** Zone of jobs that name none. */
  readonly zone: Zone;
  /** Names of the alerts that there are. */
  readonly alerts: readonly string[];
}

/** `problems` of a job that cannot be used; otherwise `notes` on what it asks for and does not get. */
export type EntryResult =
  | { readonly ok: true; readonly entry: ScheduleEntry; readonly notes: readonly ScheduleProblem[] }
  | { readonly ok: false; readonly problems: readonly ScheduleProblem[] };

const units: ReadonlyMap<string, number> = new Map([
  ["seconds", 1000],
  ["minutes", 60_000],
  ["hours", 3_600_000],
  ["days", 86_400_000],
]);
const timings = ["when", "cron", "once"] as const;
const maxIntervalMs = 3650 * 86_400_000;
const maxWords = 100;

/** Keys of stock that ask for something that is not there, with what stands for it. */
const unserved: ReadonlyMap<string, string> = new Map([
  ["returner", "the master has no returners; each run is a job record"],
  ["return_config", "the master has no returners; `alerts` tell of failures"],
  ["return_kwargs", "the master has no returners"],
  ["skip_function", "not served; a skipped run is noted with its reason"],
  ["run_explicit", "not served here; `salt-run schedule.postpone` adds single times"],
  ["skip_explicit", "not served here; `salt-run schedule.skip` leaves out single times"],
]);
const namePattern = /^(?!\s)[^\p{C}/]{1,100}(?<!\s)$/u;
/** Settings of the whole schedule stand among its jobs. */
export const reservedNames: ReadonlySet<string> = new Set(["enabled", "skip_function", "skip_during_range", "splay"]);
const functionPattern = /^[A-Za-z_]\w{0,99}(\.\w{1,100}){1,5}$/;

export function isScheduleName(name: string): boolean {
  return namePattern.test(name) && !reservedNames.has(name);
}

/** Reads the settings of one job, as they stand under its name in the config. */
export function readEntry(name: string, settings: Value, context: EntryContext): EntryResult {
  if (!isScheduleName(name)) {
    return fail("", "a name has 1 to 100 characters, no `/`, and is none of stock's settings");
  }
  if (!isMap(settings)) return fail("", "expected a map of settings");
  const read = new SettingsReader(settings);
  const zone = readZone(read, context.zone);
  const alerts = readAlerts(read, context.alerts);
  const jidInclude = read.flag("jid_include", true);
  const maxRunning = read.integer("maxrunning", 1, 1000) ?? 1;
  const entry: ScheduleEntry = {
    name,
    call: readCall(read),
    timing: readTiming(read),
    zone,
    range: readRange(read, "range"),
    skipRange: settings.has("skip_during_range") ? readRange(read, "skip_during_range") : undefined,
    runAfterSkipRange: read.flag("run_after_skip_range", false),
    until: readPoint(read, "until"),
    after: readPoint(read, "after"),
    splay: settings.has("splay") ? readSplay(read) : undefined,
    maxRunning: jidInclude ? maxRunning : null,
    runOnStart: read.flag("run_on_start", false),
    enabled: read.flag("enabled", true),
    dryRun: read.flag("dry_run", false),
    missed: read.oneOf("missed", missedPolicies, "skip"),
    alerts,
  };
  read.take("name");
  // Each run has a job record, whatever they say.
  read.take("return_job");
  for (const [key, reason] of unserved) if (read.take(key) !== null) read.note(key, reason);
  for (const key of read.left()) read.note(key, "there is no such setting; it is ignored");
  return read.problems.length > 0 ? { ok: false, problems: read.problems } : { ok: true, entry, notes: read.notes };
}

function fail(key: string, reason: string): EntryResult {
  return { ok: false, problems: [{ key, reason }] };
}

function readZone(read: SettingsReader, standard: Zone): Zone {
  const name = read.text("timezone");
  if (name === null) return standard;
  const zone = openZone(name);
  if (zone === undefined) read.problem("timezone", `there is no time zone ${JSON.stringify(name)}`);
  return zone ?? standard;
}

function readAlerts(read: SettingsReader, known: readonly string[]): readonly string[] | null {
  const given = read.take("alerts");
  if (given === null || given === true) return null;
  if (given === false) return [];
  const names = Array.isArray(given) ? given : [given];
  const unknown = names.find((one) => typeof one !== "string" || !known.includes(one));
  if (unknown !== undefined) {
    read.problem("alerts", `there is no alert ${JSON.stringify(unknown)} in \`salina: schedule_alerts\``);
  }
  return names.filter((one) => typeof one === "string");
}

function readCall(read: SettingsReader): ScheduledCall {
  const fun = read.text("function") ?? read.text("func") ?? read.text("fun") ?? "";
  if (fun === "") read.problem("function", "it is missing");
  else if (!functionPattern.test(fun)) read.problem("function", "expected `module.function`");
  const args = read.take("args") ?? [];
  if (!Array.isArray(args)) read.problem("args", "expected a list");
  const kwargs = read.map("kwargs") ?? new Map<Value, Value>();
  const named = new Map<string, Value>();
  for (const [key, value] of kwargs) {
    if (typeof key !== "string" || key.startsWith("__")) read.problem("kwargs", "expected names without `__` in front");
    else named.set(key, value);
  }
  return {
    fun,
    args: Array.isArray(args) ? args : [],
    kwargs: named,
    target: readTarget(read),
    metadata: read.map("metadata"),
  };
}

function readTarget(read: SettingsReader): Target | null {
  const key = read.has("tgt") ? "tgt" : "target";
  const expression = read.take(key);
  const typeKey = read.has("tgt_type") ? "tgt_type" : "target_type";
  const type = read.oneOf<TargetType>(typeKey, targetTypes, Array.isArray(expression) ? "list" : "glob");
  if (expression === null) return null;
  if (typeof expression === "string" && expression !== "") {
    return type === "list" ? { type, expression: expression.split(",").map((id) => id.trim()) } : { type, expression };
  }
  if (type === "list" && Array.isArray(expression) && expression.length > 0 && expression.every(isText)) {
    return { type, expression };
  }
  read.problem(key, "expected text, or for a list of minions a list of ids");
  return null;
}

function isText(value: Value): value is string {
  return typeof value === "string";
}

function readTiming(read: SettingsReader): Timing {
  const parts = [...units].filter(([key]) => read.has(key));
  const others = timings.filter((key) => read.has(key));
  const named = [...parts.slice(0, 1).map(([key]) => key), ...others];
  if (named.length > 1) read.problem(named[1] ?? "", `it cannot stand beside \`${named[0]}\``);
  if (parts.length > 0) {
    let everyMs = 0;
    for (const [key, unitMs] of parts) everyMs += (read.integer(key, 0, maxIntervalMs / 1000) ?? 0) * unitMs;
    if (everyMs < 1000 || everyMs > maxIntervalMs) read.problem(parts[0]?.[0] ?? "", "expected a second to ten years");
    return { kind: "interval", everyMs: Math.max(everyMs, 1000) };
  }
  if (others.includes("cron")) {
    const text = read.text("cron") ?? "";
    const rule = readCron(text);
    if (typeof rule !== "string") return { kind: "cron", rule };
    read.problem("cron", `${JSON.stringify(text.slice(0, 60))} cannot be used: ${rule}`);
  } else if (others.includes("when")) {
    const given = read.take("when");
    const list = Array.isArray(given) ? given : [given];
    if (list.length === 0 || list.length > maxWords) read.problem("when", `expected 1 to ${maxWords} times`);
    return { kind: "when", points: list.flatMap((one) => pointOf(read, "when", one ?? null) ?? []) };
  } else if (others.includes("once")) {
    const point = readOnce(read);
    if (point) return { kind: "once", point };
  } else if (!read.flag("run_on_start", false)) {
    read.problem("", "it needs one of `cron`, `when`, `once`, `seconds`, `minutes`, `hours`, `days`");
  }
  return { kind: "start" };
}

function readOnce(read: SettingsReader): DatePoint | null {
  const format = read.text("once_fmt");
  const given = read.take("once");
  const point =
    format === null ? pointOf(read, "once", given) : readFormatted(typeof given === "string" ? given : "", format);
  if (point && comesOnce(point)) return point;
  if (point !== null)
    read.problem(
      "once",
      `expected a date such as \`2026-11-23T05:00:00\`${format === null ? "" : ", in the form of `once_fmt`"}`,
    );
  return null;
}

function readPoint(read: SettingsReader, key: string): DatePoint | null {
  return read.has(key) ? pointOf(read, key, read.take(key)) : null;
}

function pointOf(read: SettingsReader, key: string, given: Value): DatePoint | null {
  const point = typeof given === "string" ? readDateWords(given) : undefined;
  if (point) return point;
  // YAML 1.1 makes 61200 of 17:00.
  if (typeof given === "number")
    read.problem(key, `found the number ${given}: a time such as "17:00" stands in quotes`);
  else
    read.problem(key, `expected a time such as "5:00pm", "Monday 5:00pm" or "2026-11-23 17:00", found ${shown(given)}`);
  return null;
}

function shown(value: Value): string {
  return typeof value === "string"
    ? JSON.stringify(value.slice(0, 60))
    : value === null
      ? "nothing"
      : `a ${typeof value}`;
}

function readRange(read: SettingsReader, key: string): (TimeRange & { readonly invert: boolean }) | null {
  const map = read.map(key);
  if (map === null) return null;
  return rangeOf(read, key, map);
}

function rangeOf(read: SettingsReader, key: string, map: ValueMap): (TimeRange & { readonly invert: boolean }) | null {
  const start = pointOf(read, `${key}: start`, map.get("start") ?? null);
  const end = pointOf(read, `${key}: end`, map.get("end") ?? null);
  if (start === null || end === null) return null;
  if (comesOnce(start) !== comesOnce(end) || (!comesOnce(start) && start.kind !== end.kind)) {
    read.problem(
      key,
      "`start` and `end` are of different kinds: both dates, both times of a day, or both days of a week",
    );
  }
  if (start.kind === "date" && end.kind === "date" && start.wall >= end.wall) {
    read.problem(key, "`end` must be later than `start`");
  }
  return { start, end, invert: map.get("invert") === true };
}

export function readSplay(read: SettingsReader): Splay | null {
  const given = read.take("splay");
  if (given === null || given === false || given === 0) return null;
  const within = (value: Value | undefined) =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 31 * 86_400;
  if (isMap(given)) {
    const [fromS, toS] = [given.get("start"), given.get("end")];
    if (within(fromS) && within(toS) && Number(fromS) <= Number(toS)) return { fromS: Number(fromS), toS: Number(toS) };
  } else if (within(given)) return { fromS: 1, toS: Number(given) };
  read.problem("splay", "expected seconds, or `start` and `end` in seconds with `end` not below `start`");
  return null;
}

export { readRange };
