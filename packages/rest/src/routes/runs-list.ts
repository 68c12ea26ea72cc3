import { isJid } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
import { Cursor, Limit, oneOf, pageOf, problems, ref } from "../schemas/common.js";
import { RunSummary, runStates } from "../schemas/run.js";
import { viewRunSummary } from "../views/run.js";

/** `GET /v1/runs` */
export function runsList(app: App, { services: { orchestrations } }: RouteDeps): void {
  app.get(
    "/v1/runs",
    {
      schema: {
        operationId: "listRuns",
        tags: ["runs"],
        summary: "Runs of orchestrations, newest first",
        querystring: Type.Object(
          { limit: Limit, cursor: Cursor, state: Type.Optional(oneOf(runStates)) },
          { additionalProperties: false },
        ),
        response: { 200: pageOf(ref(RunSummary), "A page of runs."), ...problems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, state } = request.query;
      const before = readCursor(cursor, isJid);
      const found = await orchestrations.list({
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
        ...(state === undefined ? {} : { state }),
      });
      const { items, nextCursor } = toPage(found, limit, ({ jid }) => jid);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: items.map(viewRunSummary), nextCursor };
    },
  );
}
