import { notFound, outcomes } from "@salina/api";
import { isJid, isMinionId } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { validation } from "../errors.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
import { Cursor, Limit, oneOf, pageOf, problems, ref } from "../schemas/common.js";
import { Return } from "../schemas/job.js";
import { viewReturn } from "../views/job.js";

/** `GET /v1/jobs/{jid}/returns` */
export function jobsReturns(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/jobs/:jid/returns",
    {
      schema: {
        operationId: "listJobReturns",
        tags: ["jobs"],
        summary: "What became of a job, in pages",
        params: Type.Object({ jid: Type.String() }),
        querystring: Type.Object(
          { limit: Limit, cursor: Cursor, outcome: Type.Optional(oneOf(outcomes)) },
          { additionalProperties: false },
        ),
        response: { 200: pageOf(ref(Return), "A page of returns."), ...problems },
      },
    },
    async (request, reply) => {
      const { jid } = request.params;
      const { limit = defaultLimit, cursor, outcome } = request.query;
      const after = readCursor(cursor, isMinionId);
      const job = isJid(jid) ? await services.jobs.get(jid) : undefined;
      if (job === undefined) throw notFound({ what: "job", id: jid });
      const start = after === undefined ? 0 : job.results.findIndex(({ minion }) => minion === after) + 1;
      if (after !== undefined && start === 0) {
        throw validation([{ pointer: "?cursor", message: "is not a cursor of this list" }]);
      }
      const left = job.results.slice(start).filter((one) => outcome === undefined || one.outcome === outcome);
      const { items, nextCursor } = toPage(left, limit, ({ minion }) => minion);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: items.map(viewReturn), nextCursor };
    },
  );
}
