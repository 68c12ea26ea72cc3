import { type Job, type JobService, type JobSummary, type MinionResult, notFound } from "@salina/api";
import { globMatcher } from "@salina/targeting";
import { decode, type Encodable, isMap, pythonText, Spliced, type Value } from "@salina/wire";
import type { Parameters } from "./parameters.js";
import { reading } from "./reading.js";
import type { Runner, RunnerContext } from "./runner.js";

const jidForm = /^\d{20}(_[A-Za-z0-9]{1,32})?$/;
const pageSize = 500;
const maxListed = 10_000;

/** @source salt/runners/jobs.py */
export const jobRunners: Readonly<Record<string, Runner>> = reading({
  lookup_jid: {
    doc: "What a job gave, as it was shown when it ran.",
    parameters: ["jid", "ext_source", "returned", "missing", "display_progress"],
    async run(given, { jobs }) {
      const job = await jobOf(jobs, given);
      const answered = job.results.filter(({ value }) => value !== null);
      const data = new Map<string, Encodable>();
      if (given.flag("returned", true)) for (const one of answered) data.set(one.minion, returned(one));
      if (given.flag("missing")) {
        for (const { minion, value } of job.results) if (value === null) data.set(minion, "Minion did not return");
      }
      const out = answered.find((one) => one.out !== null)?.out ?? null;
      return out === null
        ? data
        : new Map<string, Encodable>([
            ["outputter", out],
            ["data", data],
          ]);
    },
  },
  list_job: { doc: "All that is known of a job.", parameters: ["jid", "ext_source", "display_progress"], run: listJob },
  print_job: {
    doc: "The same, under the id of the job.",
    parameters: ["jid", "ext_source"],
    run: async (given, context) => {
      const whole = await listJob(given, context);
      whole.delete("jid");
      return new Map([[given.text("jid"), whole]]);
    },
  },
  list_jobs: {
    doc: "Jobs by their ids, those that match everything that is given: function, target, metadata, time.",
    parameters: [
      "ext_source",
      "outputter",
      "search_metadata",
      "search_function",
      "search_target",
      "start_time",
      "end_time",
      "display_progress",
    ],
    async run(given, { jobs }) {
      const wanted = filterOf(given);
      const found = new Map<string, Encodable>();
      for await (const job of allJobs(jobs)) if (wanted(job)) found.set(job.jid, described(job));
      const sorted = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
      const outputter = given.value("outputter");
      return outputter === null
        ? sorted
        : new Map<string, Encodable>([
            ["outputter", outputter],
            ["data", sorted],
          ]);
    },
  },
  last_run: {
    doc: "The latest job that matches.",
    parameters: ["ext_source", "outputter", "metadata", "function", "target", "display_progress"],
    async run(given, { jobs }) {
      const wanted = matching(given.value("function"), given.value("target"));
      for await (const job of allJobs(jobs)) {
        const whole = wanted(job) ? await jobs.get(job.jid) : undefined;
        if (whole) return new Map([[job.jid, new Map([...described(job), ["Result", resultsOf(whole)]])]]);
      }
      return new Map();
    },
  },
  exit_success: {
    doc: "Whether a job went well, by minion.",
    parameters: ["jid", "ext_source"],
    run: async (given, { jobs }) => {
      const job = await jobOf(jobs, given);
      return new Map(job.results.map(({ minion, outcome }) => [minion, outcome === "returned"]));
    },
  },
});

async function listJob(given: Parameters, { jobs }: RunnerContext): Promise<Map<string, Encodable>> {
  const job = await jobOf(jobs, given);
  return new Map<string, Encodable>([
    ["jid", job.jid],
    ...described(job),
    ["Minions", [...job.minions]],
    ["Result", resultsOf(job)],
  ]);
}

async function jobOf(jobs: Pick<JobService, "get">, given: Parameters): Promise<Job> {
  const jid = given.text("jid");
  const job = jidForm.test(jid) ? await jobs.get(jid) : undefined;
  if (!job) throw notFound({ what: "job", id: jid.slice(0, 60) });
  return job;
}

/** Newest first. */
async function* allJobs(jobs: Pick<JobService, "list">): AsyncGenerator<JobSummary> {
  let before: string | undefined;
  for (let seen = 0; seen < maxListed; ) {
    const page = await jobs.list({ limit: pageSize, ...(before === undefined ? {} : { before }) });
    yield* page;
    seen += page.length;
    before = page.at(-1)?.jid;
    if (page.length < pageSize) return;
  }
}

function described(job: JobSummary): Map<string, Encodable> {
  const read = decode(job.arg, { duplicateKeys: "last" });
  return new Map<string, Encodable>([
    ["Function", typeof job.fun === "string" ? job.fun : [...job.fun]],
    ["Arguments", read.ok ? read.value : []],
    ["Target", typeof job.target.expression === "string" ? job.target.expression : [...job.target.expression]],
    ["Target-type", job.target.type],
    ["User", job.user],
    ["StartTime", startTime(job.jid)],
  ]);
}

/** `2026, Nov 23 01:36:45.930520`, out of the job's id. */
function startTime(jid: string): string {
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

function returned({ value }: MinionResult): Encodable {
  return value === null ? null : new Spliced(value);
}

function filterOf(given: Parameters): (job: JobSummary) => boolean {
  const wanted = matching(given.value("search_function"), given.value("search_target"));
  const from = timeOf(given.value("start_time"), "start_time");
  const to = timeOf(given.value("end_time"), "end_time");
  return (job) => wanted(job) && (from === null || job.startedAt >= from) && (to === null || job.startedAt <= to);
}

/** Names and globs, each as a list or with commas. Of a compound job any function counts. */
function matching(functions: Value, targets: Value): (job: JobSummary) => boolean {
  const [byFunction, byTarget] = [anyOf(functions), anyOf(targets)];
  return (job) => byFunction([job.fun].flat()) && byTarget([job.target.expression].flat());
}

function anyOf(patterns: Value): (names: readonly string[]) => boolean {
  if (patterns === null) return () => true;
  const globs = (Array.isArray(patterns) ? patterns.map(pythonText) : pythonText(patterns).split(",")).map((one) =>
    globMatcher(one.trim()),
  );
  return (names) => names.some((name) => globs.some((matches) => matches(name)));
}

function timeOf(value: Value, name: string): number | null {
  if (value === null) return null;
  const at = Date.parse(String(value));
  if (Number.isNaN(at) || isMap(value)) throw new Error(`'${name}' is no time: write 2026-11-23 or 2026-11-23 14:00`);
  return at;
}
