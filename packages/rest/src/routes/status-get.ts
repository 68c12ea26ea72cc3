import type { App, RouteDeps } from "../app.js";
import { problems, ref } from "../schemas/common.js";
import { Status } from "../schemas/status.js";
import { time } from "../views/times.js";

/** `GET /v1/status` */
export function statusGet(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/status",
    {
      schema: {
        operationId: "getStatus",
        tags: ["status"],
        summary: "How the master is",
        response: { 200: ref(Status), ...problems },
      },
    },
    async () => {
      const status = await services.status.status();
      return {
        ...status,
        store: { ...status.store },
        startedAt: time(status.startedAt),
        belowEra3: [...status.belowEra3],
        counters: { ...status.counters },
      };
    },
  );
}
