import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { scheduleNamed, scheduleTag } from "../schedule-request.js";
import { problems, ref } from "../schemas/common.js";
import { Schedule } from "../schemas/schedule.js";
import { viewSchedule } from "../views/schedule.js";

/** `GET /v1/schedules/{name}` */
export function schedulesGet(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/schedules/:name",
    {
      schema: {
        operationId: "getSchedule",
        tags: ["schedules"],
        summary: "A scheduled job, with its next times and its last run",
        params: Type.Object({ name: Type.String() }),
        response: { 200: ref(Schedule), ...problems },
      },
    },
    ({ params: { name } }, reply) => {
      const found = scheduleNamed(services.schedules, name);
      reply.header("etag", scheduleTag(found));
      return Promise.resolve(viewSchedule(services.schedules, found));
    },
  );
}
