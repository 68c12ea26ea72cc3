import { type Job, type JobService, type JobSummary, type MinionResult, notFound } from "@salina/api";
import { decode, type Encodable, isMap, Spliced, type Value } from "@salina/wire";
import type { Parameters } from "../parameters.js";

const jidForm = /^\d{20}(_[A-Za-z0-9]{1,32})?$/;

/** The job that a call names. @throws not-found */
export async function jobOf(jobs: Pick<JobService, "get">, given: Parameters): Promise<Job> {
  const jid = given.text("jid");
  const job = jidForm.test(jid) ? await jobs.get(jid) : undefined;
  if (!job) throw notFound({ what: "job", id: jid.slice(0, 60) });
  return job;
}

/** A job as lists of jobs show it. */
export function described(job: JobSummary): Map<string, Encodable> {
  const metadata =
    "metadata" in job && job.metadata instanceof Uint8Array ? new Spliced(job.metadata) : metadataOf(job);
  return new Map<string, Encodable>([
    ["Function", typeof job.fun === "string" ? job.fun : [...job.fun]],
    ["Arguments", argumentsOf(job)],
    ["Target", typeof job.target.expression === "string" ? job.target.expression : [...job.target.expression]],
    ["Target-type", job.target.type],
    ["User", job.user],
    ...(metadata === undefined ? [] : ([["Metadata", metadata]] as const)),
    ["StartTime", startTime(job.jid)],
  ]);
}

/** The same with minions and results. */
export function wholeJob(job: Job): Map<string, Encodable> {
  const { StartTime, ...rest } = Object.fromEntries(described(job));
  return new Map<string, Encodable>([
    ...Object.entries(rest),
    ["Minions", [...job.minions]],
    ["StartTime", StartTime ?? null],
    ["Result", resultsOf(job)],
  ]);
}

export function argumentsOf({ arg }: Pick<JobSummary, "arg">): Value[] {
  const read = decode(arg, { duplicateKeys: "last" });
  return read.ok && Array.isArray(read.value) ? read.value : [];
}

/** `metadata=...` on the command line stands among the arguments. */
export function metadataOf(job: Pick<JobSummary, "arg">): Value | undefined {
  for (const one of argumentsOf(job)) if (isMap(one) && one.get("__kwarg__") === true) return one.get("metadata");
  return undefined;
}

/** `2026, Nov 23 01:36:45.930520`, out of the job's id. */
export function startTime(jid: string): string {
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", micros = ""] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{6})/.exec(jid) ?? [];
  const names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  return `${year}, ${names[Number(month) - 1] ?? month} ${day} ${hour}:${minute}:${second}.${micros}`;
}

function resultsOf(job: Job): Map<string, Encodable> {
  return new Map(
    job.results
      .filter(({ value }) => value !== null)
      .map((one): [string, Encodable] => [
        one.minion,
        new Map<string, Encodable>([
          ["return", returned(one)],
          ["retcode", one.retcode],
          ["success", one.success],
          ...(one.out === null ? [] : ([["out", one.out]] as const)),
        ]),
      ]),
  );
}

export function returned({ value }: MinionResult): Encodable {
  return value === null ? null : new Spliced(value);
}

/** A value that says how it is to be shown. */
export function shownAs(given: Parameters, data: Encodable): Encodable {
  const outputter = given.value("outputter");
  return outputter === null
    ? data
    : new Map<string, Encodable>([
        ["outputter", outputter],
        ["data", data],
      ]);
}
