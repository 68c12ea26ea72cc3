import type { App, RouteDeps } from "../app.js";
import { readRunOrder } from "../run-order.js";
import { problems, ref } from "../schemas/common.js";
import { RunPreview, RunRequest } from "../schemas/run.js";
import { viewPreview } from "../views/run.js";

/** `POST /v1/runs/preview` */
export function runsPreview(app: App, { services: { orchestrations } }: RouteDeps): void {
  app.post(
    "/v1/runs/preview",
    {
      schema: {
        operationId: "previewRun",
        tags: ["runs"],
        summary: "What a run would do, and the word that approves its destructive steps",
        body: ref(RunRequest),
        response: { 200: ref(RunPreview), ...problems },
      },
    },
    async ({ body, principal }) => viewPreview(await orchestrations.preview(readRunOrder(body, principal))),
  );
}
