import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { oneOf } from "../schemas/common.js";

const Health = Type.Object({ status: oneOf(["ok", "unavailable"]) });

/** `GET /healthz`: the process lives. `GET /readyz`: it can serve. Both without a token, and without any facts. */
export function health(app: App, { services }: RouteDeps): void {
  const config = { public: true };
  app.get(
    "/healthz",
    {
      config,
      schema: { operationId: "getHealth", tags: ["status"], summary: "Alive", security: [], response: { 200: Health } },
    },
    () => Promise.resolve({ status: "ok" as const }),
  );
  app.get(
    "/readyz",
    {
      config,
      schema: {
        operationId: "getReadiness",
        tags: ["status"],
        summary: "Ready to serve",
        security: [],
        response: { 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      try {
        await services.status.status();
        return { status: "ok" as const };
      } catch {
        return reply.code(503).send({ status: "unavailable" as const });
      }
    },
  );
}
