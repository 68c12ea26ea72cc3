import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { scheduleNamed, wantedVersion } from "../schedule-request.js";
import { problems } from "../schemas/common.js";

/** `DELETE /v1/schedules/{name}` */
export function schedulesDelete(app: App, { services: { schedules } }: RouteDeps): void {
  app.delete(
    "/v1/schedules/:name",
    {
      schema: {
        operationId: "deleteSchedule",
        tags: ["schedules"],
        summary: "Delete a scheduled job, with its history",
        params: Type.Object({ name: Type.String() }),
        headers: Type.Object({ "if-match": Type.Optional(Type.String({ maxLength: 1024 })) }),
        response: { 204: Type.Null({ description: "Deleted." }), ...problems },
      },
    },
    async ({ params: { name }, headers }, reply) => {
      await schedules.remove(name, wantedVersion(headers["if-match"], scheduleNamed(schedules, name)));
      return reply.code(204).send(null);
    },
  );
}
