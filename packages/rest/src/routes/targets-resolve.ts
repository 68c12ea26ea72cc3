import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { problems } from "../schemas/common.js";
import { Delimiter, Expression, TargetType } from "../schemas/job.js";
import { readTarget } from "../target.js";

/** `POST /v1/targets/resolve`: in a body, since expressions can be longer than an address. */
export function targetsResolve(app: App, { services }: RouteDeps): void {
  app.post(
    "/v1/targets/resolve",
    {
      schema: {
        operationId: "resolveTarget",
        tags: ["minions"],
        summary: "Whom a target means; nothing is sent",
        body: Type.Object(
          { target: Expression, targetType: Type.Optional(TargetType), delimiter: Type.Optional(Delimiter) },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            minions: Type.Array(Type.String(), {
              description: "Accepted minions that match; those of which nothing is known too, where that decides.",
            }),
            missing: Type.Array(Type.String(), { description: "Ids of a list without an accepted key." }),
          }),
          ...problems,
        },
      },
    },
    async ({ body: { target, targetType, delimiter } }) => {
      const { minions, missing } = await services.minions.resolve(readTarget(target, targetType, { delimiter }));
      return { minions: [...minions], missing: [...missing] };
    },
  );
}
