import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
import { Cursor, Limit, pageOf, problems, ref } from "../schemas/common.js";
import { Schedule } from "../schemas/schedule.js";
import { viewSchedule } from "../views/schedule.js";

/** `GET /v1/schedules` */
export function schedulesList(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/schedules",
    {
      schema: {
        operationId: "listSchedules",
        tags: ["schedules"],
        summary: "Jobs that the master starts by itself, by name",
        querystring: Type.Object({ limit: Limit, cursor: Cursor }, { additionalProperties: false }),
        response: { 200: pageOf(ref(Schedule), "A page of schedules."), ...problems },
      },
    },
    (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const after = readCursor(cursor, (name) => name !== "");
      const left = services.schedules.list().filter(({ name }) => after === undefined || name > after);
      const { items, nextCursor } = toPage(left, limit, ({ name }) => name);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return Promise.resolve({ items: items.map((one) => viewSchedule(services.schedules, one)), nextCursor });
    },
  );
}
