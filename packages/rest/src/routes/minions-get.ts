import { notFound } from "@salina/api";
import { isMinionId } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { problems, ref } from "../schemas/common.js";
import { Minion } from "../schemas/minion.js";
import { viewMinion } from "../views/minion.js";

/** `GET /v1/minions/{id}` */
export function minionsGet(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/minions/:id",
    {
      schema: {
        operationId: "getMinion",
        tags: ["minions"],
        summary: "A minion",
        params: Type.Object({ id: Type.String() }),
        response: { 200: ref(Minion), ...problems },
      },
    },
    async ({ params: { id } }) => {
      const minion = isMinionId(id) ? await services.minions.get(id) : undefined;
      if (minion === undefined) throw notFound({ what: "minion", id });
      return viewMinion(minion);
    },
  );
}
