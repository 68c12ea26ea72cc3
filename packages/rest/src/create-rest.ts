import { randomUUID } from "node:crypto";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { type Services, shuttingDown } from "@salina/api";
import fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { noSuchRoute, prepare, sendError } from "./answer.js";
import type { App, RouteDeps } from "./app.js";
import { authenticate } from "./authenticate.js";
import { FailedLogins } from "./failed-logins.js";
import type { HookOptions } from "./hooks/hook-options.js";
import { IdempotentJobs } from "./idempotency.js";
import { logRequest } from "./log-request.js";
import { openapiOptions } from "./openapi.js";
import { typedQuery } from "./query-types.js";
import { refuseSocket } from "./refuse-socket.js";
import { RouteTable } from "./route-table.js";
import { allRoutes } from "./routes/all-routes.js";
import { hooksPost } from "./routes/hooks-post.js";
import { Problem } from "./schemas/common.js";
import { Job, JobRequest, JobSummary, Return, Step } from "./schemas/job.js";
import { Key } from "./schemas/key.js";
import { Minion } from "./schemas/minion.js";
import { Run, RunPreview, RunRequest, RunStep, RunSummary } from "./schemas/run.js";
import { Schedule, ScheduleRun } from "./schemas/schedule.js";
import { Status } from "./schemas/status.js";
import { type NamedToken, Tokens } from "./tokens.js";
import type { After } from "./wait-for-job.js";
import { WaitingRoom } from "./waiting-room.js";

export interface RestOptions {
  readonly services: Services;
  readonly tokens: readonly NamedToken[];
  /** Left out: there are no webhooks. */
  readonly hooks?: HookOptions;
  /** Of the product; stands in the OpenAPI document. */
  readonly version: string;
  readonly log?: FastifyBaseLogger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly after?: After;
}

const maxBodyBytes = 1024 * 1024;
const maxConnections = 2000;

/** The REST interface over the daemon's services. It does not listen yet: that is the daemon's word. */
export function createRest(options: RestOptions): App {
  const { services, log, now = Date.now } = options;
  const app: App = fastify({
    ...(log ? { loggerInstance: log } : { logger: false }),
    // Requests are logged below, without addresses and headers.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    // For the request to come in; an answer may take as long as its job.
    requestTimeout: 30_000,
    keepAliveTimeout: 5000,
    maxRequestsPerSocket: 1000,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000, maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 1024 },
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers["x-request-id"];
      return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
    },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false } },
    frameworkErrors: (error, request, reply) => {
      prepare(request as FastifyRequest, reply as unknown as FastifyReply);
      sendError(error, request as FastifyRequest, reply as unknown as FastifyReply);
    },
    clientErrorHandler: refuseSocket,
  }).withTypeProvider<TypeBoxTypeProvider>();

  const routes = new RouteTable();
  const closing = new AbortController();
  app.server.maxConnections = maxConnections;
  app.decorateRequest("principal", "");
  app.removeContentTypeParser("text/plain");
  for (const schema of [
    Problem,
    Step,
    JobRequest,
    Return,
    JobSummary,
    Job,
    Minion,
    Key,
    RunRequest,
    RunStep,
    RunSummary,
    Run,
    RunPreview,
    ScheduleRun,
    Schedule,
    Status,
  ])
    app.addSchema(schema);
  app.addHook("onRoute", ({ url, method }) => routes.add(url, method));
  app.addHook("onRequest", (request, reply, done) => {
    prepare(request, reply);
    if (!closing.signal.aborted) return done();
    reply.header("connection", "close");
    done(shuttingDown({}));
  });
  app.addHook("onRequest", authenticate(new Tokens(options.tokens), new FailedLogins(now)));
  // Who waits for a job gets its answer now, so that the daemon can stop.
  app.addHook("preClose", (done) => {
    closing.abort();
    done();
  });
  app.addHook("preValidation", (request, _reply, done) => {
    request.query = typedQuery(request.query as Record<string, unknown>, request.routeOptions.schema?.querystring);
    done();
  });
  app.addHook("onResponse", logRequest);
  app.setErrorHandler(sendError);
  app.setNotFoundHandler((request, reply) => sendError(noSuchRoute(request, routes), request, reply));

  app.register(swagger, openapiOptions(options.version));
  const deps: RouteDeps = {
    services,
    idempotent: new IdempotentJobs(now),
    waiting: new WaitingRoom(),
    closing: closing.signal,
    after: options.after ?? afterRealTime,
  };
  app.register((scope, _options, done) => {
    for (const route of allRoutes) route(scope.withTypeProvider<TypeBoxTypeProvider>(), deps);
    done();
  });
  app.register((scope, _options, done) => {
    hooksPost(
      scope.withTypeProvider<TypeBoxTypeProvider>(),
      options.hooks ?? { known: [], fire: () => undefined },
      now,
    );
    done();
  });
  return app;
}

function afterRealTime(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
