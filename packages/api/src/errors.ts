/** What a declared error is made of. `message` may name facts of the one case. */
export interface ErrorKind<Facts> {
  readonly code: string;
  /** HTTP status over REST. */
  readonly status: number;
  readonly title: string;
  readonly message: (facts: Facts) => string;
  readonly advice: string;
}

/** Every failure that reaches a caller. Decide on `code`, never on the text. */
export class SalinaError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly advice: string;

  constructor(kind: Omit<ErrorKind<never>, "message">, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SalinaError";
    this.code = kind.code;
    this.status = kind.status;
    this.title = kind.title;
    this.advice = kind.advice;
  }
}

function declare<Facts>(kind: ErrorKind<Facts>) {
  const make = (facts: Facts, options?: ErrorOptions) => new SalinaError(kind, kind.message(facts), options);
  return Object.assign(make, { kind });
}

export const noMinionsMatched = declare<{ target: string }>({
  code: "no-minions-matched",
  status: 422,
  title: "No minions matched the target",
  message: ({ target }) => `No accepted minion matches ${JSON.stringify(target)}. Nothing was sent.`,
  advice: "`salt-key -L` lists the accepted minions.",
});

export const invalidTarget = declare<{ target: string; reason: string }>({
  code: "invalid-target",
  status: 422,
  title: "Invalid target",
  message: ({ target, reason }) => `The target ${JSON.stringify(target)} cannot be used: ${reason}`,
  advice: "Check the pattern; regular expressions are read as Python's `re` reads them.",
});

export const unknownNodegroup = declare<{ target: string; reason: string }>({
  code: "unknown-nodegroup",
  status: 422,
  title: "Unknown nodegroup",
  message: ({ target, reason }) => `The target ${JSON.stringify(target)} cannot be used: ${reason}`,
  advice: "Nodegroups stand under `nodegroups` in the master's config; a change counts from the next start on.",
});

export const rangeUnavailable = declare<{ target: string; reason: string }>({
  code: "range-unavailable",
  status: 422,
  title: "No range server",
  message: ({ target, reason }) => `The target ${JSON.stringify(target)} cannot be used: ${reason}`,
  advice: "Set `range_server` in the master's config to a range server that answers, or use a list or a nodegroup.",
});

export const invalidRequest = declare<{ pointer: string; reason: string }>({
  code: "validation",
  status: 400,
  title: "Invalid request",
  message: ({ pointer, reason }) => `${pointer}: ${reason}`,
  advice: "Correct the named field.",
});

export const notFound = declare<{ what: string; id: string }>({
  code: "not-found",
  status: 404,
  title: "Not found",
  message: ({ what, id }) => `There is no ${what} ${JSON.stringify(id)}.`,
  advice: "Check the name; jobs are kept for `keep_jobs_seconds`.",
});

export const unauthenticated = declare<Record<never, never>>({
  code: "unauthenticated",
  status: 401,
  title: "Not authenticated",
  message: () => "The request carries no valid token.",
  advice: "Send `Authorization: Bearer TOKEN` with a token of `salina: rest: tokens` in the master's config.",
});

export const masterBusy = declare<{ what: string }>({
  code: "master-busy",
  status: 503,
  title: "The master is busy",
  message: ({ what }) => `${what} is at its limit.`,
  advice: "Try again in a few seconds.",
});

export const shuttingDown = declare<Record<never, never>>({
  code: "shutting-down",
  status: 503,
  title: "The master is stopping",
  message: () => "The master is stopping and takes no new work.",
  advice: "Try again when it is back.",
});

export const storeFailed = declare<{ reason: string }>({
  code: "store-failed",
  status: 500,
  title: "The store failed",
  message: ({ reason }) => `The record could not be written: ${reason}. Nothing was sent.`,
  advice: "Check the free space and the rights of the cache directory.",
});

export const approvalNeeded = declare<{
  name: string;
  refusal: string | null;
  steps: readonly {
    readonly id: string;
    readonly fun: string;
    readonly what: string;
    readonly minions: readonly string[];
  }[];
  word: string;
}>({
  code: "approval-needed",
  status: 409,
  title: "Destructive steps need an approval",
  message: ({ name, refusal, steps, word }) =>
    [
      `${name} has steps that destroy data${refusal === null ? "" : `, and the approval that was given is no good: ${refusal}`}.`,
      ...steps.map(({ id, fun, what, minions }) => `  ${id}: ${fun} ${what} on ${minions.join(", ") || "no minion"}`),
      `To run it, say so with confirm=${word}`,
    ].join("\n"),
  advice:
    "Read the steps and their minions. The word is good for this plan, these minions and this user for a short time.",
});

export const internalError = declare<Record<never, never>>({
  code: "internal",
  status: 500,
  title: "Internal error",
  message: () => "The master failed to serve this request.",
  advice: "The log names the reason under the request id; please report it.",
});

export const unknownRunner = declare<{ fun: string; reason?: string | null }>({
  code: "unknown-runner",
  status: 404,
  title: "Unknown runner",
  message: ({ fun, reason }) => `'${fun}' is not available${reason == null ? "." : `: ${reason}`}`,
  advice: "`salt-run -d` shows the runners that there are.",
});

export const runnerFailed = declare<{ fun: string; reason: string }>({
  code: "runner-failed",
  status: 422,
  title: "A runner failed",
  message: ({ fun, reason }) => `Exception occurred in runner ${fun}: ${reason}`,
  advice: "`salt-run -d FUNCTION` shows what it takes.",
});

export const unknownWheel = declare<{ fun: string; reason: string | null }>({
  code: "unknown-wheel",
  status: 404,
  title: "Unknown wheel function",
  message: ({ fun, reason }) => `'${fun}' is not available${reason === null ? "." : `: ${reason}`}`,
  advice: "docs/wheel.md lists the wheel functions that there are, and why others are not.",
});

export const invalidSchedule = declare<{ name: string; problems: readonly string[] }>({
  code: "invalid-schedule",
  status: 422,
  title: "Invalid schedule",
  message: ({ name, problems }) => `The job ${JSON.stringify(name)} cannot be scheduled: ${problems.join("; ")}.`,
  advice: "`docs/schedule.md` lists the settings.",
});

export const scheduleExists = declare<{ name: string }>({
  code: "schedule-exists",
  status: 409,
  title: "The schedule exists",
  message: ({ name }) => `There is a scheduled job ${JSON.stringify(name)} already.`,
  advice: "Take another name, or change the one that is there.",
});

export const scheduleInConfig = declare<{ name: string }>({
  code: "schedule-in-config",
  status: 409,
  title: "The schedule stands in the config",
  message: ({ name }) => `The job ${JSON.stringify(name)} stands in the master's config, and is changed there.`,
  advice: "Change `schedule` in the config and restart; enabling, disabling, skipping and running it work from here.",
});

export const scheduleChanged = declare<{ name: string }>({
  code: "schedule-changed",
  status: 412,
  title: "The schedule has changed",
  message: ({ name }) => `The scheduled job ${JSON.stringify(name)} has changed since it was read.`,
  advice: "Read it again; it is not what `If-Match` says.",
});

export const loginRefused = declare<Record<never, never>>({
  code: "login-refused",
  status: 401,
  title: "Login refused",
  message: () => "User and password are not those of anybody who may log in.",
  advice: "`external_auth` in the master's config says who may log in, and with which backend.",
});
