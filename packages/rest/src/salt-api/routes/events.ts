import { PassThrough } from "node:stream";
import { toJson } from "@salina/wire";
import type { Resource } from "../context.js";
import { noPermission } from "../refusal.js";
import { SeenEvents } from "../seen-events.js";
import { streamToken } from "../sessions.js";

const beatMs = 15_000;
const maxStreams = 500;

/** `GET /events`: what happens, as server-sent events with the `tag:` line that salt-api's clients know. */
export const events: Resource = (app, { options: { services, access }, closing }) => {
  let open = 0;
  app.get("/events", (request, reply) => {
    const token = streamToken(request);
    const session = access.session(token);
    if (session === undefined) throw noPermission();
    if (open >= maxStreams) return reply.code(503).send("");
    open += 1;
    request.principal = session.user;
    const body = new PassThrough();
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, closing]);
    // A comment keeps the line alive, and ends the stream of who has no session any more.
    const beat = setInterval(() => {
      if (access.session(token) === undefined) gone.abort();
      else body.write(": alive\n\n");
    }, beatMs);
    body.once("close", () => {
      open -= 1;
      clearInterval(beat);
      gone.abort();
    });
    const seen = new SeenEvents(session);
    const write = async () => {
      body.write("retry: 400\n");
      for await (const event of services.events.watch({}, signal)) {
        if (access.session(token) === undefined) break;
        if ("gap" in event) {
          body.write(`: ${event.toSeq - event.fromSeq + 1} events were missed\n\n`);
          continue;
        }
        const data = seen.read(event);
        if (data === undefined) continue;
        const line = JSON.stringify({ data: toJson(data), tag: event.tag });
        if (body.write(`tag: ${event.tag}\ndata: ${line}\n\n`) || signal.aborted) continue;
        await new Promise<void>((resolve) => {
          body.once("drain", resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    };
    write().then(
      () => body.end(),
      (error: Error) => body.destroy(signal.aborted ? undefined : error),
    );
    return reply
      .header("content-type", "text/event-stream;charset=utf-8")
      .header("cache-control", "no-cache")
      .send(body);
  });
};
