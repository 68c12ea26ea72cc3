import type { Session } from "@salina/api";
import type { Value } from "@salina/wire";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { map } from "./answer.js";
import type { SaltApiOptions } from "./options.js";
import { type Body, type Chunk, readBody } from "./read-body.js";
import { runChunk } from "./run-chunk.js";
import { sessionOf } from "./sessions.js";

/** What resources work with. */
export class Context {
  readonly options: SaltApiOptions;
  /** Aborted when the app closes. */
  readonly closing: AbortSignal;

  constructor(options: SaltApiOptions, closing: AbortSignal) {
    this.options = options;
    this.closing = closing;
  }

  /** Who calls. @throws Refusal 401 */
  session(request: FastifyRequest, reply: FastifyReply): Session {
    const session = sessionOf(request, reply, this.options.access);
    request.principal = session.user;
    return session;
  }

  /** Answers of chunks, one after the other. Nothing more is begun for a caller who has left. */
  async run(reply: FastifyReply, chunks: readonly (readonly [Chunk, Session])[]): Promise<Value[]> {
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.closing]);
    const all: Value[] = [];
    for (const [chunk, session] of chunks) {
      if (signal.aborted) break;
      all.push(...(await runChunk(chunk, session, this.options, signal)));
    }
    return all;
  }

  /** The answer of one call of ours. */
  async ask(session: Session, chunk: Readonly<Record<string, Value>>): Promise<Value> {
    const [first = null] = await runChunk(map(chunk), session, this.options, this.closing);
    return first;
  }
}

/** Adds what is below one path. */
export type Resource = (app: FastifyInstance, context: Context) => void;

/** What a request says. @throws Refusal 400, 406 */
export function bodyOf(request: FastifyRequest): Body {
  return readBody(request.headers["content-type"], textOfBody(request));
}

export function textOfBody({ body }: FastifyRequest): string {
  return typeof body === "string" ? body : "";
}
