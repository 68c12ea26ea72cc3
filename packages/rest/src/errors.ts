import { invalidRequest, unauthenticated } from "@salina/api";
import { type ProblemPlace, RequestError } from "./problem.js";

/** Failures that only exist over HTTP; the others are declared in `@salina/api`. */
export const httpErrors = {
  methodNotAllowed: {
    code: "method-not-allowed",
    status: 405,
    title: "Method not allowed",
    advice: "The `Allow` header names the methods of this resource.",
  },
  conflict: {
    code: "conflict",
    status: 409,
    title: "Conflict",
    advice: "The first request with this `Idempotency-Key` is still running; ask again when it has ended.",
  },
  preconditionFailed: {
    code: "precondition-failed",
    status: 412,
    title: "Precondition failed",
    advice: "Read the resource again; it is not what `If-Match` says.",
  },
  payloadTooLarge: {
    code: "payload-too-large",
    status: 413,
    title: "Payload too large",
    advice: "A request body may have 1 MiB.",
  },
  uriTooLong: { code: "uri-too-long", status: 414, title: "URI too long", advice: "Send a shorter path." },
  unsupportedMediaType: {
    code: "unsupported-media-type",
    status: 415,
    title: "Unsupported media type",
    advice: "Send `Content-Type: application/json`, uncompressed.",
  },
  invalidKey: {
    code: "invalid-key",
    status: 422,
    title: "Invalid key",
    advice: "The stored key is not a usable RSA key; delete it, and let the minion send a new one.",
  },
  idempotencyKeyReused: {
    code: "idempotency-key-reused",
    status: 422,
    title: "Idempotency key reused",
    advice: "Send another request with another `Idempotency-Key`.",
  },
  tooManyRequests: {
    code: "too-many-requests",
    status: 429,
    title: "Too many requests",
    advice: "Wait as long as `Retry-After` says.",
  },
} as const;

export function validation(errors: readonly ProblemPlace[]): RequestError {
  const message = errors
    .map(({ pointer, message }) => (pointer === "" ? message : `${pointer}: ${message}`))
    .join("; ");
  return new RequestError(invalidRequest.kind, message, { errors });
}

export function unauthenticatedRequest(): RequestError {
  const { kind } = unauthenticated;
  return new RequestError(kind, kind.message({}), { headers: { "www-authenticate": 'Bearer realm="salina"' } });
}
