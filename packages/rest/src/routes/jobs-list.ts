import { isJid } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { jobFilter, jobQuery } from "../job-query.js";
import { defaultLimit, makeCursor, nextLink, readCursor } from "../paging.js";
import { Cursor, Limit, pageOf, problems, ref } from "../schemas/common.js";
import { JobSummary } from "../schemas/job.js";
import { viewSummary } from "../views/job.js";

/** `GET /v1/jobs` */
export function jobsList(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/jobs",
    {
      schema: {
        operationId: "listJobs",
        tags: ["jobs"],
        summary: "Jobs that match everything that is asked for, newest first",
        description:
          "A search looks at a bounded number of jobs: a page can have fewer items than the limit, or none, and still a `nextCursor` to go on with.",
        querystring: Type.Object({ limit: Limit, cursor: Cursor, ...jobQuery }, { additionalProperties: false }),
        response: { 200: pageOf(ref(JobSummary), "A page of jobs."), ...problems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, ...query } = request.query;
      const before = readCursor(cursor, isJid);
      const page = await services.jobs.list({
        ...jobFilter(query),
        limit,
        ...(before === undefined ? {} : { before }),
      });
      const nextCursor = page.next === null ? null : makeCursor(page.next);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: page.jobs.map(viewSummary), nextCursor };
    },
  );
}
