import { Readable } from "node:stream";
import { matchingJobs } from "@salina/api";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { exportLines } from "../export-lines.js";
import { jobFilter, jobQuery } from "../job-query.js";
import { problems } from "../schemas/common.js";

/** `GET /v1/jobs/export` */
export function jobsExport(app: App, { services: { jobs } }: RouteDeps): void {
  app.get(
    "/v1/jobs/export",
    {
      schema: {
        operationId: "exportJobs",
        tags: ["jobs"],
        summary: "Whole jobs as lines of JSON, newest first",
        description: "Each line is a job as `GET /v1/jobs/{jid}` shows it. An answer that breaks off was cut short.",
        produces: ["application/x-ndjson"],
        querystring: Type.Object(
          {
            limit: Type.Optional(Type.Integer({ minimum: 1, description: "The newest, so many of them." })),
            ...jobQuery,
          },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: "The lines.",
            content: { "application/x-ndjson": { schema: Type.Unsafe<Readable>({ type: "string" }) } },
          },
          ...problems,
        },
      },
    },
    (request, reply) => {
      const { limit, ...query } = request.query;
      const found = matchingJobs(jobs, jobFilter(query), limit);
      reply.type("application/x-ndjson; charset=utf-8");
      return Promise.resolve(Readable.from(exportLines(jobs, found)));
    },
  );
}
