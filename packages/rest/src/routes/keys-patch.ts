import type { KeyChangeResult } from "@salina/api";
import { notFound } from "@salina/api";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { httpErrors } from "../errors.js";
import { changedMeanwhile, checkIfMatch, entityTag, keysOfId } from "../keys-of-id.js";
import { RequestError } from "../problem.js";
import { oneOf, problems, ref } from "../schemas/common.js";
import { Key, keyStates } from "../schemas/key.js";

const actions = { accepted: "accept", rejected: "reject" } as const;

/** `PATCH /v1/keys/{id}` */
export function keysPatch(app: App, { services }: RouteDeps): void {
  app.patch(
    "/v1/keys/:id",
    {
      schema: {
        operationId: "changeKey",
        tags: ["keys"],
        summary: "Accept or reject a key",
        description:
          "Only the very key that was read is touched. `If-Match` binds it to the fingerprint that a person has compared.",
        params: Type.Object({ id: Type.String() }),
        headers: Type.Object({ "if-match": Type.Optional(Type.String({ maxLength: 1024 })) }),
        querystring: Type.Object(
          { state: Type.Optional(oneOf(keyStates, { description: "Which of several keys of the id." })) },
          { additionalProperties: false },
        ),
        body: Type.Object({ state: oneOf(["accepted", "rejected"]) }, { additionalProperties: false }),
        response: { 200: ref(Key), ...problems },
      },
    },
    async ({ params: { id }, query, body, headers }, reply) => {
      const [key] = await keysOfId(services.keys, id, query.state);
      checkIfMatch(headers["if-match"], key);
      const { state, fingerprint } = key;
      const action = actions[body.state];
      const [result] =
        state === body.state ? [] : await services.keys.change({ action, keys: [{ id, state, fingerprint }] });
      if (result) refuse(result);
      const [changed] = await keysOfId(services.keys, id, body.state);
      reply.header("etag", entityTag(changed));
      return changed;
    },
  );
}

function refuse(result: KeyChangeResult): void {
  if (result.done) return;
  switch (result.reason) {
    case "already":
      return;
    case "gone":
      throw notFound({ what: "key", id: result.id });
    case "changed":
      throw changedMeanwhile();
    case "invalid-key":
      throw new RequestError(httpErrors.invalidKey, `The key of ${JSON.stringify(result.id)} cannot be used.`);
  }
}
