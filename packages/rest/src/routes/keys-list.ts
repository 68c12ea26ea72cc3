import { keyStates as allStates, type KeyRef } from "@salina/api";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
import { Cursor, Limit, oneOf, pageOf, problems, ref } from "../schemas/common.js";
import { Key, keyStates } from "../schemas/key.js";

const nameOf = ({ state, id }: KeyRef) => `${state}/${id}`;

/** `GET /v1/keys` */
export function keysList(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/keys",
    {
      schema: {
        operationId: "listKeys",
        tags: ["keys"],
        summary: "Keys of minions, by state and id",
        querystring: Type.Object(
          { limit: Limit, cursor: Cursor, state: Type.Optional(oneOf(keyStates)) },
          { additionalProperties: false },
        ),
        response: { 200: pageOf(ref(Key), "A page of keys."), ...problems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, state } = request.query;
      const after = readCursor(cursor, (name) => name.includes("/"));
      const refs = [...(await services.keys.match(["*"], state === undefined ? allStates : [state]))]
        .filter((one) => after === undefined || nameOf(one) > after)
        .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      const { items, nextCursor } = toPage(refs, limit, nameOf);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: [...(await services.keys.read(items))], nextCursor };
    },
  );
}
