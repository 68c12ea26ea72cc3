import type { Value } from "@salina/wire";
import type { FastifyReply, FastifyRequest } from "fastify";
import { answerAs } from "./answer.js";

/** Sends a value in the form that the client wants. @throws Refusal 406 */
export function send(request: FastifyRequest, reply: FastifyReply, value: Value, status = 200): FastifyReply {
  const { type, body } = answerAs(value, request.headers.accept);
  // As bytes: for text Fastify adds a charset that stock does not send.
  return reply.code(status).header("content-type", type).send(Buffer.from(body));
}
