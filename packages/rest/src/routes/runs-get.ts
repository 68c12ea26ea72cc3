import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { runNamed } from "../run-order.js";
import { problems, ref } from "../schemas/common.js";
import { Run } from "../schemas/run.js";
import { viewRun } from "../views/run.js";

/** `GET /v1/runs/{jid}` */
export function runsGet(app: App, { services: { orchestrations } }: RouteDeps): void {
  app.get(
    "/v1/runs/:jid",
    {
      schema: {
        operationId: "getRun",
        tags: ["runs"],
        summary: "A run of an orchestration: its steps, and how far it is",
        params: Type.Object({ jid: Type.String() }),
        response: { 200: ref(Run), ...problems },
      },
    },
    async ({ params: { jid } }) => viewRun(await runNamed(orchestrations, jid)),
  );
}
