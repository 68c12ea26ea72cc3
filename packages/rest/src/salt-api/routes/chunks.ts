import type { Session } from "@salina/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { map } from "../answer.js";
import { bodyOf, type Resource } from "../context.js";
import { type Chunk, chunksOf } from "../read-body.js";
import { clientNames } from "../run-chunk.js";
import { send } from "../send.js";
import { sessionOfChunk } from "../who-asks.js";

/** `/` and `/run`: what a list of chunks asks for, by a session or by the chunks' own credentials. */
export const chunks: Resource = (app, context) => {
  const welcome = (request: FastifyRequest, reply: FastifyReply) =>
    send(request, reply, map({ return: "Welcome", clients: [...clientNames] }));
  app.get("/", welcome);
  app.get("/run", welcome);
  app.post("/", async (request, reply) => {
    const session = context.session(request, reply);
    const asked = chunksOf(bodyOf(request)).map((chunk) => [chunk, session] as const);
    return send(request, reply, map({ return: await context.run(reply, asked) }));
  });
  app.post("/run", async (request, reply) => {
    const asked: (readonly [Chunk, Session])[] = [];
    for (const chunk of chunksOf(bodyOf(request)))
      asked.push([chunk, await sessionOfChunk(chunk, context.options.access)]);
    request.principal = asked[0]?.[1].user ?? "";
    return send(request, reply, map({ return: await context.run(reply, asked) }));
  });
};
