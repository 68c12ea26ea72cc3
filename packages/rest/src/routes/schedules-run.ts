import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { problems, ref } from "../schemas/common.js";
import { ScheduleRun } from "../schemas/schedule.js";
import { viewScheduleRun } from "../views/schedule.js";

/** `POST /v1/schedules/{name}/run` */
export function schedulesRun(app: App, { services: { schedules } }: RouteDeps): void {
  app.post(
    "/v1/schedules/:name/run",
    {
      schema: {
        operationId: "runSchedule",
        tags: ["schedules"],
        summary: "Start a scheduled job now",
        description: "Whatever its times and ranges say, but within `maxrunning`.",
        params: Type.Object({ name: Type.String() }),
        response: { 202: { ...ref(ScheduleRun), description: "It has started." }, ...problems },
      },
    },
    async ({ params: { name } }, reply) => {
      const run = await schedules.run(name);
      reply.header("location", `/v1/schedules/${encodeURIComponent(name)}/runs`);
      return reply.code(202).send(viewScheduleRun(run));
    },
  );
}
