import { isJid } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
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
        summary: "Jobs, newest first",
        querystring: Type.Object(
          {
            limit: Limit,
            cursor: Cursor,
            function: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
            user: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: pageOf(ref(JobSummary), "A page of jobs."), ...problems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, function: fun, user } = request.query;
      const before = readCursor(cursor, isJid);
      const found = await services.jobs.list({
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
        ...(fun === undefined ? {} : { fun }),
        ...(user === undefined ? {} : { user }),
      });
      const { items, nextCursor } = toPage(found, limit, ({ jid }) => jid);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: items.map(viewSummary), nextCursor };
    },
  );
}
