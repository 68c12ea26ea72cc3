import { isMap, type Value } from "@salina/wire";
import { map } from "../answer.js";
import type { Resource } from "../context.js";
import { send } from "../send.js";

/** `/jobs`: what the runners of jobs tell. */
export const jobs: Resource = (app, context) => {
  app.get("/jobs", async (request, reply) => {
    const session = context.session(request, reply);
    const all = await context.ask(session, { client: "runner", fun: "jobs.list_jobs" });
    return send(request, reply, map({ return: [all] }));
  });
  app.get<{ Params: { jid: string } }>("/jobs/:jid", async (request, reply) => {
    const session = context.session(request, reply);
    const { jid } = request.params;
    const job = await context.ask(session, { client: "runner", fun: "jobs.list_job", jid });
    return send(request, reply, map({ info: [job], return: [returnsOf(job)] }));
  });
};

/** By minion: its value alone. */
function returnsOf(job: Value): Value {
  const result = isMap(job) ? job.get("Result") : undefined;
  if (result === undefined || !isMap(result)) return new Map();
  return new Map([...result].map(([id, one]) => [id, isMap(one) ? (one.get("return") ?? null) : one]));
}
