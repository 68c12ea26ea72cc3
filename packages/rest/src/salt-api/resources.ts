import type { Session } from "@salina/api";
import { isMap, type Value } from "@salina/wire";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { map } from "./answer.js";
import { eventStreams } from "./event-streams.js";
import type { SaltApiOptions } from "./options.js";
import { type Body, chunksOf, readBody, textOf } from "./read-body.js";
import { Refusal } from "./refusal.js";
import { clientNames, needClient, runChunk } from "./run-chunk.js";
import { send } from "./send.js";
import { sessionOf, setCookie } from "./sessions.js";
import { loggedIn, sessionOfChunk } from "./who-asks.js";

const seconds = (ms: number) => ms / 1000;

/** The resources of salt-api. */
export function resources(app: FastifyInstance, options: SaltApiOptions, closing: AbortSignal): void {
  const { access } = options;
  const session = (request: FastifyRequest, reply: FastifyReply): Session => {
    const found = sessionOf(request, reply, access);
    request.principal = found.user;
    return found;
  };
  /** Answers of chunks, one after the other; it ends when the caller leaves. */
  const run = async (request: FastifyRequest, chunks: readonly (readonly [ReadonlyMap<Value, Value>, Session])[]) => {
    const gone = new AbortController();
    request.raw.once("close", () => (request.raw.complete ? undefined : gone.abort()));
    const signal = AbortSignal.any([gone.signal, closing]);
    const all: Value[] = [];
    for (const [chunk, who] of chunks) all.push(...(await runChunk(chunk, who, options, signal)));
    return all;
  };
  const ask = (who: Session, chunk: Readonly<Record<string, Value>>) =>
    runChunk(map(chunk), who, options, closing).then(([first = null]) => first);

  const welcome = (request: FastifyRequest, reply: FastifyReply) =>
    send(request, reply, map({ return: "Welcome", clients: [...clientNames] }));
  app.get("/", welcome);
  app.get("/run", welcome);
  app.post("/", async (request, reply) => {
    const who = session(request, reply);
    const chunks = chunksOf(bodyOf(request)).map((chunk) => [chunk, who] as const);
    return send(request, reply, map({ return: await run(request, chunks) }));
  });
  app.post("/run", async (request, reply) => {
    const chunks = chunksOf(bodyOf(request));
    const known: (readonly [ReadonlyMap<Value, Value>, Session])[] = [];
    for (const chunk of chunks) known.push([chunk, await sessionOfChunk(chunk, access)]);
    request.principal = known[0]?.[1].user ?? "";
    return send(request, reply, map({ return: await run(request, known) }));
  });

  app.get("/login", (request, reply) => {
    reply.header("www-authenticate", "Session");
    return send(request, reply, map({ status: null, return: "Please log in" }));
  });
  app.post("/login", async (request, reply) => {
    const [chunk] = chunksOf(bodyOf(request));
    if (chunk === undefined) throw new Refusal(400, "Lowstates must be a list");
    const made = await loggedIn(chunk, access, "session");
    setCookie(reply, made.token, request.protocol === "https");
    reply.header("x-auth-token", made.token);
    const { token, user, eauth, startedAt, expiresAt, permissions } = made;
    const perms = permissions.length === 0 ? new Map<Value, Value>() : [...permissions];
    const told = map({ token, expire: seconds(expiresAt), start: seconds(startedAt), user, eauth, perms });
    return send(request, reply, map({ return: [told] }));
  });
  app.post("/logout", (request, reply) => {
    const who = session(request, reply);
    access.logout(who.token);
    setCookie(reply, "", request.protocol === "https", 0);
    return send(request, reply, map({ return: "Your token has been cleared" }));
  });
  app.post("/token", async (request, reply) => {
    needClient("runner", options);
    const made: Value[] = [];
    for (const chunk of chunksOf(bodyOf(request))) {
      if (["username", "password", "eauth"].some((name) => textOf(chunk, name) === undefined))
        throw new Refusal(400, 'Require "username", "password", and "eauth" params');
      const { token, user, eauth, startedAt, expiresAt } = await loggedIn(chunk, access, "eauth");
      made.push(map({ start: seconds(startedAt), expire: seconds(expiresAt), name: user, eauth, token }));
    }
    return send(request, reply, made);
  });

  for (const path of ["/minions", "/minions/:mid"])
    app.get<{ Params: { mid?: string } }>(path, async (request, reply) => {
      const who = session(request, reply);
      const grains = await ask(who, { client: "local", tgt: request.params.mid ?? "*", fun: "grains.items" });
      return send(request, reply, map({ return: [grains] }));
    });
  app.post("/minions", async (request, reply) => {
    const who = session(request, reply);
    const chunks = chunksOf(bodyOf(request));
    const all = await run(
      request,
      chunks.map((chunk) => [new Map<Value, Value>([...chunk, ["client", "local_async"]]), who] as const),
    );
    const jobs = all.flatMap((one) =>
      isMap(one) && one.has("jid") ? [map({ href: `/jobs/${String(one.get("jid"))}` })] : [],
    );
    return send(request, reply, map({ return: all, _links: map({ jobs }) }), 202);
  });
  app.get("/jobs", async (request, reply) => {
    const who = session(request, reply);
    return send(request, reply, map({ return: [await ask(who, { client: "runner", fun: "jobs.list_jobs" })] }));
  });
  app.get<{ Params: { jid: string } }>("/jobs/:jid", async (request, reply) => {
    const who = session(request, reply);
    const job = await ask(who, { client: "runner", fun: "jobs.list_job", jid: request.params.jid });
    const result = isMap(job) ? job.get("Result") : undefined;
    const values = new Map<Value, Value>(
      [...(result !== undefined && isMap(result) ? result : [])].map(([id, one]) => [
        id,
        isMap(one) ? (one.get("return") ?? null) : one,
      ]),
    );
    return send(request, reply, map({ info: [job], return: [values] }));
  });
  for (const path of ["/keys", "/keys/:mid"])
    app.get<{ Params: { mid?: string } }>(path, async (request, reply) => {
      const who = session(request, reply);
      const { mid } = request.params;
      const chunk = mid === undefined ? { fun: "key.list_all" } : { fun: "key.finger", match: mid };
      const answer = await ask(who, { client: "wheel", ...chunk });
      const data = isMap(answer) ? answer.get("data") : undefined;
      return send(
        request,
        reply,
        map({ return: (data !== undefined && isMap(data) ? data.get("return") : null) ?? null }),
      );
    });
  app.get("/stats", (request, reply) => {
    if (options.statsNeedLogin) session(request, reply);
    return send(request, reply, new Map());
  });
  for (const path of [options.webhookUrl, `${options.webhookUrl}/*`])
    app.post<{ Params: { "*"?: string } }>(path, (request, reply) => {
      if (options.webhookNeedsLogin) session(request, reply);
      const text = typeof request.body === "string" ? request.body : "";
      const below = request.params["*"];
      const tag = ["salt/netapi/hook", ...(below ? [below] : [])].join("/");
      options.fire(tag, map({ body: text, post: readHook(request, text), headers: withoutSecrets(request) }));
      return send(request, reply, map({ success: true }));
    });
  eventStreams(app, options, closing);
}

function bodyOf(request: FastifyRequest): Body {
  return readBody(request.headers["content-type"], typeof request.body === "string" ? request.body : "");
}

function readHook(request: FastifyRequest, text: string): Value {
  try {
    return readBody(request.headers["content-type"], text) ?? new Map();
  } catch {
    return new Map();
  }
}

/** Who reacts to the event has no business with the caller's token. */
function withoutSecrets({ headers }: FastifyRequest): Value {
  const secret = new Set(["x-auth-token", "cookie", "authorization"]);
  const shown = Object.entries(headers).filter(([name]) => !secret.has(name));
  return new Map(shown.map(([name, value]) => [title(name), String(value ?? "")]));
}

function title(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_whole, before: string, letter: string) => before + letter.toUpperCase());
}
