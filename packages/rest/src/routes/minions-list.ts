import type { Minion as ApiMinion, MinionService } from "@salina/api";
import { isMinionId } from "@salina/wire";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { defaultLimit, nextLink, readCursor, toPage } from "../paging.js";
import { Cursor, Limit, oneOf, pageOf, problems, ref } from "../schemas/common.js";
import { Delimiter } from "../schemas/job.js";
import { keyStates } from "../schemas/key.js";
import { Minion } from "../schemas/minion.js";
import { type RestTargetType, readTarget, restTargetTypes } from "../target.js";
import { viewMinion } from "../views/minion.js";

/** `GET /v1/minions` */
export function minionsList(app: App, { services }: RouteDeps): void {
  app.get(
    "/v1/minions",
    {
      schema: {
        operationId: "listMinions",
        tags: ["minions"],
        summary: "Minions, by id",
        querystring: Type.Object(
          {
            limit: Limit,
            cursor: Cursor,
            connected: Type.Optional(Type.Boolean()),
            keyState: Type.Optional(oneOf(keyStates)),
            q: Type.Optional(Type.String({ maxLength: 255, description: "A part of the id." })),
            target: Type.Optional(
              Type.String({ minLength: 1, maxLength: 65_536, description: "Only accepted minions that match." }),
            ),
            targetType: Type.Optional(oneOf(restTargetTypes)),
            delimiter: Type.Optional(Delimiter),
          },
          { additionalProperties: false },
        ),
        response: { 200: pageOf(ref(Minion), "A page of minions."), ...problems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, connected, keyState, q, target, targetType, delimiter } = request.query;
      const after = readCursor(cursor, isMinionId);
      const targeted = target === undefined ? null : await targetedIds(services.minions, target, targetType, delimiter);
      const wanted = (minion: ApiMinion) =>
        (connected === undefined || minion.connected === connected) &&
        (keyState === undefined || minion.keyState === keyState) &&
        (q === undefined || minion.id.includes(q)) &&
        (targeted === null || targeted.has(minion.id)) &&
        (after === undefined || minion.id > after);
      const found = (await services.minions.list()).filter(wanted).sort((a, b) => (a.id < b.id ? -1 : 1));
      const { items, nextCursor } = toPage(found, limit, ({ id }) => id);
      if (nextCursor !== null) reply.header("link", nextLink(request.url, nextCursor));
      return { items: items.map(viewMinion), nextCursor };
    },
  );
}

async function targetedIds(
  minions: MinionService,
  target: string,
  type: RestTargetType | undefined,
  delimiter: string | undefined,
) {
  return new Set((await minions.resolve(readTarget(target, type, { pointer: "?target", delimiter }))).minions);
}
