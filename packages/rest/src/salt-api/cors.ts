import type { FastifyReply, FastifyRequest } from "fastify";

/** Lets pages of the named sites call; preflights are answered here. */
export function cors(origins: readonly string[]) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { origin } = request.headers;
    const isLet = origin !== undefined && (origins.includes("*") || origins.includes(origin));
    if (isLet) {
      reply.header("access-control-allow-origin", origin);
      reply.header("access-control-expose-headers", "GET, POST");
      reply.header("access-control-allow-credentials", "true");
      reply.header("vary", "Origin");
    }
    if (request.method !== "OPTIONS") return;
    if (isLet && request.headers["access-control-request-method"] !== undefined) {
      reply.header("access-control-allow-methods", "GET, POST");
      reply.header("access-control-allow-headers", "Content-Type, X-Auth-Token, X-Requested-With");
      reply.header("access-control-max-age", "1400");
    }
    await reply.code(200).send("");
  };
}
