import type { Resource } from "../context.js";
import { send } from "../send.js";

/** `/stats`: pages ask for it to learn whether their session lasts. */
export const stats: Resource = (app, context) => {
  app.get("/stats", (request, reply) => {
    if (context.options.statsNeedLogin) context.session(request, reply);
    return send(request, reply, new Map());
  });
};
