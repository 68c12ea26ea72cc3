import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { notFound, type SalinaError, type Services } from "@salina/api";
import fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest } from "fastify";
import type { App, RouteDeps } from "./app.js";
import { httpErrors, unauthenticatedRequest } from "./errors.js";
import { FailedLogins } from "./failed-logins.js";
import { IdempotentJobs } from "./idempotency.js";
import { openapiOptions } from "./openapi.js";
import { RequestError, toProblem } from "./problem.js";
import { typedQuery } from "./query-types.js";
import { RouteTable } from "./route-table.js";
import { allRoutes } from "./routes/all-routes.js";
import { Problem } from "./schemas/common.js";
import { Job, JobRequest, JobSummary, Return, Step } from "./schemas/job.js";
import { Key } from "./schemas/key.js";
import { Minion } from "./schemas/minion.js";
import { Status } from "./schemas/status.js";
import { securityHeaders } from "./security-headers.js";
import { toSalinaError } from "./to-salina-error.js";
import { type NamedToken, Tokens } from "./tokens.js";
import type { After } from "./wait-for-job.js";
import { WaitingRoom } from "./waiting-room.js";

export interface RestOptions {
  readonly services: Services;
  readonly tokens: readonly NamedToken[];
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
    disableRequestLogging: true,
    bodyLimit: maxBodyBytes,
    // For the request to come in; an answer may take as long as its job.
    requestTimeout: 30_000,
    keepAliveTimeout: 5000,
    maxRequestsPerSocket: 1000,
    forceCloseConnections: "idle",
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
  app.server.maxConnections = maxConnections;
  app.decorateRequest("principal", "");
  app.removeContentTypeParser("text/plain");
  for (const schema of [Problem, Step, JobRequest, Return, JobSummary, Job, Minion, Key, Status]) app.addSchema(schema);
  app.addHook("onRoute", ({ url, method }) => routes.add(url, method));
  app.addHook("onRequest", authenticate(new Tokens(options.tokens), new FailedLogins(now)));
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
    after: options.after ?? afterRealTime,
  };
  app.register((scope, _options, done) => {
    for (const route of allRoutes) route(scope.withTypeProvider<TypeBoxTypeProvider>(), deps);
    done();
  });
  return app;
}

/** First of all hooks: the headers that every answer has, then who asks. */
function authenticate(tokens: Tokens, failures: FailedLogins) {
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
    prepare(request, reply);
    const encoding = request.headers["content-encoding"];
    const name = tokens.nameOf(request.headers.authorization);
    if (name !== undefined) request.principal = name;
    else if (request.routeOptions.config.public !== true) {
      const waitS = request.headers.authorization === undefined ? 0 : failures.failed(request.ip);
      return done(waitS > 0 ? tooManyFailures(waitS) : unauthenticatedRequest());
    }
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
      return done(new RequestError(httpErrors.unsupportedMediaType, "Compressed bodies are not taken."));
    }
    done();
  };
}

function tooManyFailures(waitS: number): RequestError {
  return new RequestError(httpErrors.tooManyRequests, "Too many requests without a valid token.", {
    headers: { "retry-after": String(waitS) },
  });
}

function prepare(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders);
  reply.header("x-request-id", request.id);
}

function noSuchRoute(request: FastifyRequest, routes: RouteTable): SalinaError {
  const methods = routes.methodsOf(request.url);
  if (methods.length === 0)
    return notFound({ what: "resource", id: request.url.split("?", 1)[0]?.slice(0, 200) ?? "" });
  const allow = methods.join(", ");
  return new RequestError(httpErrors.methodNotAllowed, `This resource has ${allow}.`, { headers: { allow } });
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
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

/** No address with its query, no header, no body: they may hold secrets. */
function logRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
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

/** What is not HTTP, or has too long headers, gets a bare answer and is cut off. */
function refuseSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "Request Header Fields Too Large"]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? [408, "Request Timeout"]
        : [400, "Bad Request"];
  socket.end(`HTTP/1.1 ${status} ${text}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

function afterRealTime(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
