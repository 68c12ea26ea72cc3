import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { changedMeanwhile, checkIfMatch, keysOfId } from "../keys-of-id.js";
import { oneOf, problems } from "../schemas/common.js";
import { keyStates } from "../schemas/key.js";

/** `DELETE /v1/keys/{id}` */
export function keysDelete(app: App, { services }: RouteDeps): void {
  app.delete(
    "/v1/keys/:id",
    {
      schema: {
        operationId: "deleteKey",
        tags: ["keys"],
        summary: "Delete the keys of a minion",
        params: Type.Object({ id: Type.String() }),
        headers: Type.Object({ "if-match": Type.Optional(Type.String({ maxLength: 1024 })) }),
        querystring: Type.Object(
          {
            state: Type.Optional(oneOf(keyStates, { description: "Only the key in this state." })),
            revoke: Type.Optional(
              Type.Boolean({
                description:
                  "Make a new shared key, so that the minion can read no more jobs. Default: the option `rotate_aes_key`.",
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null({ description: "Deleted." }), ...problems },
      },
    },
    async ({ params: { id }, query: { state: only, revoke }, headers }, reply) => {
      const keys = await keysOfId(services.keys, id, only);
      checkIfMatch(headers["if-match"], keys[0]);
      const results = await services.keys.change({
        action: "delete",
        keys: keys.map(({ state, fingerprint }) => ({ id, state, fingerprint })),
        ...(revoke === undefined ? {} : { rotateAesKey: revoke }),
      });
      // One that is gone is what was wanted.
      if (results.some((one) => !one.done && one.reason !== "gone")) throw changedMeanwhile();
      return reply.code(204).send(null);
    },
  );
}
