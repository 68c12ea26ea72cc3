import { isMap, type Value } from "@salina/wire";
import { map } from "../answer.js";
import { bodyOf, type Resource } from "../context.js";
import { chunksOf } from "../read-body.js";
import { send } from "../send.js";

/** `/minions`: grains, and jobs that are not waited for. */
export const minions: Resource = (app, context) => {
  for (const path of ["/minions", "/minions/:mid"])
    app.get<{ Params: { mid?: string } }>(path, async (request, reply) => {
      const session = context.session(request, reply);
      const { mid = "*" } = request.params;
      const grains = await context.ask(session, { client: "local", tgt: mid, fun: "grains.items" });
      return send(request, reply, map({ return: [grains] }));
    });
  app.post("/minions", async (request, reply) => {
    const session = context.session(request, reply);
    const asked = chunksOf(bodyOf(request)).map(
      (chunk) => [new Map<Value, Value>([...chunk, ["client", "local_async"]]), session] as const,
    );
    const all = await context.run(reply, asked);
    const jids = all.flatMap((one) => (isMap(one) && one.has("jid") ? [String(one.get("jid"))] : []));
    const jobs = jids.map((jid) => map({ href: `/jobs/${jid}` }));
    return send(request, reply, map({ return: all, _links: map({ jobs }) }), 202);
  });
};
