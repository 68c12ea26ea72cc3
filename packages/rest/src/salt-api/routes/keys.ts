import { isMap } from "@salina/wire";
import { map } from "../answer.js";
import type { Resource } from "../context.js";
import { send } from "../send.js";

/** `/keys`: lists of keys, and fingerprints. */
export const keys: Resource = (app, context) => {
  for (const path of ["/keys", "/keys/:mid"])
    app.get<{ Params: { mid?: string } }>(path, async (request, reply) => {
      const session = context.session(request, reply);
      const { mid } = request.params;
      const call = mid === undefined ? { fun: "key.list_all" } : { fun: "key.finger", match: mid };
      const answer = await context.ask(session, { client: "wheel", ...call });
      const data = isMap(answer) ? answer.get("data") : undefined;
      const value = data !== undefined && isMap(data) ? data.get("return") : undefined;
      return send(request, reply, map({ return: value ?? null }));
    });
};
