import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { packSettings, scheduleTag } from "../schedule-request.js";
import { problems, ref } from "../schemas/common.js";
import { Schedule, ScheduleName, ScheduleSettings } from "../schemas/schedule.js";
import { viewSchedule } from "../views/schedule.js";

/** `POST /v1/schedules` */
export function schedulesPost(app: App, { services: { schedules } }: RouteDeps): void {
  app.post(
    "/v1/schedules",
    {
      schema: {
        operationId: "addSchedule",
        tags: ["schedules"],
        summary: "Add a scheduled job",
        description: "It stays over restarts of the master.",
        body: Type.Object({ name: ScheduleName, settings: ScheduleSettings }, { additionalProperties: false }),
        response: { 201: ref(Schedule), ...problems },
      },
    },
    async ({ body: { name, settings } }, reply) => {
      const added = await schedules.add(name, packSettings(settings));
      reply.header("location", `/v1/schedules/${encodeURIComponent(name)}`).header("etag", scheduleTag(added));
      return reply.code(201).send(viewSchedule(schedules, added));
    },
  );
}
