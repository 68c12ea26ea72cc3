import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
import { Cursor, Limit, pageOf, problems, ref } from "../schemas/common.js";
import { ScheduleRun } from "../schemas/schedule.js";
import { viewScheduleRun } from "../views/schedule.js";

/** `GET /v1/schedules/{name}/runs` */
export function schedulesRuns(app: App, { services: { schedules } }: RouteDeps): void {
  app.get(
    "/v1/schedules/:name/runs",
    {
      schema: {
        operationId: "listScheduleRuns",
        tags: ["schedules"],
        summary: "Runs of a scheduled job, newest first",
        params: Type.Object({ name: Type.String() }),
        querystring: Type.Object({ limit: Limit, cursor: Cursor }, { additionalProperties: false }),
        response: { 200: pageOf(ref(ScheduleRun), "A page of runs."), ...problems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const before = readCursor(cursor, (id) => /^\w{1,60}$/.test(id));
      const options = { limit: limit + 1, ...(before === undefined ? {} : { before }) };
      const runs = await schedules.history(request.params.name, options);
      const { items, nextCursor } = toPage(runs, limit, ({ id }) => id);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: items.map(viewScheduleRun), nextCursor };
    },
  );
}
