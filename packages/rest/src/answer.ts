import { notFound, type SalinaError } from "@salina/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { httpErrors } from "./errors.js";
import { RequestError, toProblem } from "./problem.js";
import type { RouteTable } from "./route-table.js";
import { securityHeaders } from "./security-headers.js";
import { toSalinaError } from "./to-salina-error.js";

/** What every answer has. */
export function prepare(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders);
  reply.header("x-request-id", request.id);
}

/** Every error leaves here. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = toSalinaError(error);
  if (failure.status >= 500) {
    const facts = {
      event: "rest.failed",
      requestId: request.id,
      route: request.routeOptions.url,
      code: failure.code,
      err: error,
    };
    request.log.error(facts, "a request could not be served");
  }
  if (failure instanceof RequestError) reply.headers(failure.headers);
  if (failure.status === 503) reply.header("retry-after", "5");
  // What the request's body still holds is nobody's next request.
  if (failure.status === 400 || failure.status === 413) reply.header("connection", "close");
  reply
    .code(failure.status)
    .type("application/problem+json")
    .send(JSON.stringify(toProblem(failure, { url: request.url, requestId: request.id })));
}

/** 404, or 405 where another method would do. */
export function noSuchRoute(request: FastifyRequest, routes: RouteTable): SalinaError {
  const methods = routes.methodsOf(request.url);
  if (methods.length === 0)
    return notFound({ what: "resource", id: request.url.split("?", 1)[0]?.slice(0, 200) ?? "" });
  const allow = methods.join(", ");
  return new RequestError(httpErrors.methodNotAllowed, `This resource has ${allow}.`, { headers: { allow } });
}
