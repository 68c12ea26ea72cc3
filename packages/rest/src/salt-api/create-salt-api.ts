import { readFile } from "node:fs/promises";
import fastifyStatic from "@fastify/static";
import { shuttingDown } from "@salina/api";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { logRequest } from "../log-request.js";
import { refuseSocket } from "../refuse-socket.js";
import { RouteTable } from "../route-table.js";
import { securityHeaders } from "../security-headers.js";
import { Context } from "./context.js";
import { cors } from "./cors.js";
import type { SaltApiOptions } from "./options.js";
import { errorPage, Refusal } from "./refusal.js";
import { chunks } from "./routes/chunks.js";
import { events } from "./routes/events.js";
import { hooks } from "./routes/hooks.js";
import { jobs } from "./routes/jobs.js";
import { keys } from "./routes/keys.js";
import { logins } from "./routes/logins.js";
import { minions } from "./routes/minions.js";
import { stats } from "./routes/stats.js";

/** The interface of salt-api over the daemon's services. It does not listen yet. */
export function createSaltApi(options: SaltApiOptions): FastifyInstance {
  const { log, tls } = options;
  const closing = new AbortController();
  const app = fastify({
    ...(log ? { loggerInstance: log } : { logger: false }),
    ...(tls ? { https: { ...tls, minVersion: "TLSv1.2" } } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.maxBodyBytes,
    requestTimeout: 30_000,
    keepAliveTimeout: 5000,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000, maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    requestIdHeader: false,
    clientErrorHandler: refuseSocket,
  } as object) as unknown as FastifyInstance;
  app.server.maxConnections = 2000;
  app.decorateRequest("principal", "");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.addHook("preClose", (done) => {
    closing.abort();
    done();
  });
  app.addHook("onRequest", (_request, _reply, done) => done(closing.signal.aborted ? shuttingDown({}) : undefined));
  app.addHook("onRequest", cors(options.corsOrigins));
  app.addHook("onRequest", (request, reply, done) => {
    for (const [name, value] of Object.entries(securityHeaders)) reply.header(name, value);
    if (options.app !== null) reply.header("content-security-policy", pagePolicy);
    const known = options.authorizedIps.length === 0 || options.authorizedIps.includes(request.ip);
    done(known ? undefined : new Refusal(403, "Bad IP"));
  });
  app.addHook("onRequest", page(options));
  app.addHook("onResponse", logRequest);
  app.setErrorHandler((error, request, reply) => sendError(error as Error, request, reply));
  const routes = new RouteTable();
  app.addHook("onRoute", ({ url, method }) => routes.add(url, method));
  app.setNotFoundHandler((request, reply) => {
    const methods = routes.methodsOf(request.url);
    if (methods.length === 0 || methods.includes(request.method)) {
      refuse(reply, 404, "The path was not found.");
      return;
    }
    reply.header("allow", methods.join(", "));
    refuse(reply, 405, "Specified method is invalid for this resource.");
  });
  if (options.static !== null)
    app.register(fastifyStatic, { root: options.static, prefix: `${options.staticPath}/`, index: false, list: false });
  const context = new Context(options, closing.signal);
  for (const resource of [chunks, logins, minions, jobs, keys, events, hooks, stats]) resource(app, context);
  return app;
}

/** For a page that brings its own scripts, and loads nothing from elsewhere. */
const pagePolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** A browser that asks for a page gets the app, whatever the path: it finds its way by itself. */
function page({ app, appPath, staticPath }: SaltApiOptions) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (app === null || request.method !== "GET") return;
    const path = request.url.split("?", 1)[0] ?? "";
    const isApp = path === appPath || path.startsWith(`${appPath}/`);
    if (!isApp && (path.startsWith(`${staticPath}/`) || !likesPages(request.headers.accept))) return;
    await reply.type("text/html; charset=utf-8").send(await readFile(app));
  };
}

/** Whether `text/html` stands first: clients that take anything mean no page. */
function likesPages(accept: string | undefined): boolean {
  return (accept ?? "").split(",")[0]?.split(";")[0]?.trim().toLowerCase() === "text/html";
}

function refuse(reply: FastifyReply, status: number, text: string): void {
  reply.code(status).header("content-type", "text/html;charset=utf-8").send(errorPage(status, text));
}

function sendError(
  error: Error & { statusCode?: number; status?: number; code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const status = statusOf(error);
  if (status !== 500) return void refuse(reply, status, error.message);
  request.log.error({ err: error }, "a request of the salt-api interface failed");
  reply.code(500).header("content-type", "application/json");
  reply.send('{"status": 500, "return": "An unexpected error occurred"}');
}

/** Of the services: what the caller can mend is no failure of ours. */
function statusOf(error: Error & { statusCode?: number; status?: number; code?: string }): number {
  const status = error.status ?? error.statusCode ?? 500;
  if (status === 422 || (error.code?.startsWith("FST_") && status === 415)) return 400;
  return status < 500 || status === 503 || status === 504 ? status : 500;
}
