import type { App, RouteDeps } from "../app.js";
import { readRunOrder, runNamed } from "../run-order.js";
import { problems, ref } from "../schemas/common.js";
import { Run, RunRequest } from "../schemas/run.js";
import { viewRun } from "../views/run.js";

/** `POST /v1/runs` */
export function runsPost(app: App, { services: { orchestrations } }: RouteDeps): void {
  app.post(
    "/v1/runs",
    {
      schema: {
        operationId: "startRun",
        tags: ["runs"],
        summary: "Run an orchestration",
        description:
          "It is written down before it begins, and goes on whatever becomes of the caller. One with destructive steps is refused without `confirm`.",
        body: ref(RunRequest),
        response: { 202: { ...ref(Run), description: "It has begun." }, ...problems },
      },
    },
    async ({ body, principal }, reply) => {
      const { jid } = await orchestrations.start(readRunOrder(body, principal));
      reply.header("location", `/v1/runs/${jid}`);
      return reply.code(202).send(viewRun(await runNamed(orchestrations, jid)));
    },
  );
}
