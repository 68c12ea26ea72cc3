import { type ErrorKind, SalinaError } from "@salina/api";

/** One wrong place in a request. `pointer` is a JSON pointer into the body, or `?name` for a query field. */
export interface ProblemPlace {
  readonly pointer: string;
  readonly message: string;
}

/** Body of every error. @source RFC 9457 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly advice: string;
  readonly instance: string;
  readonly requestId: string;
  readonly errors?: readonly ProblemPlace[];
}

/** A refusal that also names places. */
export class RequestError extends SalinaError {
  readonly errors: readonly ProblemPlace[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: Omit<ErrorKind<never>, "message">,
    message: string,
    more: { errors?: readonly ProblemPlace[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(kind, message);
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

export function toProblem(error: SalinaError, at: { url: string; requestId: string }): Problem {
  const errors = error instanceof RequestError ? error.errors : [];
  return {
    type: "about:blank",
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    advice: error.advice,
    // Without its query: that is the caller's own text.
    instance: at.url.split("?", 1)[0] ?? at.url,
    requestId: at.requestId,
    ...(errors.length > 0 ? { errors } : {}),
  };
}
