import { masterBusy, type RunUpdate } from "@salina/api";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { eventStream, type StreamEvent } from "../event-stream.js";
import { runNamed } from "../run-order.js";
import { problems } from "../schemas/common.js";
import { viewRun, viewStep } from "../views/run.js";

/** `GET /v1/runs/{jid}/events` */
export function runsEvents(app: App, deps: RouteDeps): void {
  const { orchestrations } = deps.services;
  app.get(
    "/v1/runs/:jid/events",
    {
      schema: {
        operationId: "followRun",
        tags: ["runs"],
        summary: "A run of an orchestration as it goes on, as server-sent events",
        description:
          "First `run`, the run as it is; then `step` for each step that ends and `progress` with what one waits for; last `end`, the run as it ended, and the stream is over.",
        params: Type.Object({ jid: Type.String() }),
        response: {
          200: {
            description: "The events.",
            content: { "text/event-stream": { schema: Type.Unsafe<NodeJS.ReadableStream>({ type: "string" }) } },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { jid } = request.params;
      await runNamed(orchestrations, jid);
      const left = deps.waiting.enter(request.principal);
      if (left === undefined) throw masterBusy({ what: "The number of streams" });
      reply.header("content-type", "text/event-stream; charset=utf-8").header("cache-control", "no-store");
      return eventStream((signal) => viewed(orchestrations.follow(jid, signal)), { ...deps, left });
    },
  );
}

async function* viewed(updates: AsyncIterable<RunUpdate>): AsyncGenerator<StreamEvent> {
  for await (const update of updates) {
    if (update.kind === "progress") {
      yield { event: "progress", data: { step: update.step, message: update.message } };
    } else if (update.kind === "step") yield { event: "step", data: viewStep(update.step) };
    else yield { event: update.kind, data: viewRun(update.run) };
  }
}
