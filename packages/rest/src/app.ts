import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Services } from "@salina/api";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { IdempotentJobs } from "./idempotency.js";
import type { After } from "./wait-for-job.js";
import type { WaitingRoom } from "./waiting-room.js";

/** The app as routes see it: schemas give the types of requests and replies. */
export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>;

/** What routes work with. */
export interface RouteDeps {
  readonly services: Services;
  readonly idempotent: IdempotentJobs;
  readonly waiting: WaitingRoom;
  readonly after: After;
  /** Aborted when the app closes. */
  readonly closing: AbortSignal;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Name of the token that came with the request; empty on public routes. */
    principal: string;
  }
  interface FastifyContextConfig {
    /** No token is needed. */
    public?: boolean;
  }
}
