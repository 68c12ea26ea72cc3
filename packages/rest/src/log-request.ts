import type { FastifyReply, FastifyRequest } from "fastify";

/** No address with its query, no header, no body: they may hold secrets. */
export function logRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { method, routeOptions, principal, id } = request;
  request.log.info(
    {
      event: "rest.request",
      requestId: id,
      method,
      route: routeOptions.url ?? null,
      status: reply.statusCode,
      tookMs: Math.round(reply.elapsedTime),
      user: principal || null,
    },
    "request served",
  );
  done();
}
