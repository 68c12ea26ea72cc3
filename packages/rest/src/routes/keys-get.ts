import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { entityTag, keysOfId } from "../keys-of-id.js";
import { oneOf, problems, ref } from "../schemas/common.js";
import { Key, keyStates } from "../schemas/key.js";

/** `GET /v1/keys/{id}` */
export function keysGet(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/keys/:id",
    {
      schema: {
        operationId: "getKey",
        tags: ["keys"],
        summary: "The key of a minion",
        description: "Of several keys the accepted one, else the pending, the rejected, the denied one.",
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ state: Type.Optional(oneOf(keyStates)) }, { additionalProperties: false }),
        response: { 200: ref(Key), ...problems },
      },
    },
    async ({ params: { id }, query: { state } }, reply) => {
      const [key] = await keysOfId(services.keys, id, state);
      reply.header("etag", entityTag(key));
      return key;
    },
  );
}
