import { notFound } from "@salina/api";
import { isJid } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { problems, ref } from "../schemas/common.js";
import { Job } from "../schemas/job.js";
import { viewJob } from "../views/job.js";

/** `GET /v1/jobs/{jid}` */
export function jobsGet(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/jobs/:jid",
    {
      schema: {
        operationId: "getJob",
        tags: ["jobs"],
        summary: "A job with what became of it on each minion",
        params: Type.Object({ jid: Type.String() }),
        response: { 200: ref(Job), ...problems },
      },
    },
    async ({ params: { jid } }) => {
      const job = isJid(jid) ? await services.jobs.get(jid) : undefined;
      if (job === undefined) throw notFound({ what: "job", id: jid });
      return viewJob(job);
    },
  );
}
