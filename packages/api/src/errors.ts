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
