import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { validation } from "../errors.js";
import { packSettings, scheduleNamed, scheduleTag, wantedVersion } from "../schedule-request.js";
import { problems, ref } from "../schemas/common.js";
import { Schedule, ScheduleSettings } from "../schemas/schedule.js";
import { viewSchedule } from "../views/schedule.js";

/** `PUT /v1/schedules/{name}` */
export function schedulesPut(app: App, { services: { schedules } }: RouteDeps): void {
  app.put(
    "/v1/schedules/:name",
    {
      schema: {
        operationId: "changeSchedule",
        tags: ["schedules"],
        summary: "Change a scheduled job, or enable and disable it",
        description:
          "Settings are replaced as a whole. Of a job that stands in the config only `enabled` can be changed.",
        params: Type.Object({ name: Type.String() }),
        headers: Type.Object({ "if-match": Type.Optional(Type.String({ maxLength: 1024 })) }),
        body: Type.Object(
          { settings: Type.Optional(ScheduleSettings), enabled: Type.Optional(Type.Boolean()) },
          { additionalProperties: false },
        ),
        response: { 200: ref(Schedule), ...problems },
      },
    },
    async ({ params: { name }, body: { settings, enabled }, headers }, reply) => {
      if (settings === undefined && enabled === undefined) {
        throw validation([{ pointer: "", message: "has neither `settings` nor `enabled`" }]);
      }
      let found = scheduleNamed(schedules, name);
      const options = wantedVersion(headers["if-match"], found);
      if (settings !== undefined) found = await schedules.replace(name, packSettings(settings), options);
      const then = settings === undefined ? options : { ifVersion: found.version };
      if (enabled !== undefined) found = await schedules.setEnabled(name, enabled, then);
      reply.header("etag", scheduleTag(found));
      return viewSchedule(schedules, found);
    },
  );
}
