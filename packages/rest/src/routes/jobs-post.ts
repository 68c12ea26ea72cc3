import { notFound } from "@salina/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { readJobRequest } from "../job-request.js";
import { problems, ref } from "../schemas/common.js";
import { Job, JobRequest } from "../schemas/job.js";
import { viewJob } from "../views/job.js";
import { waitForJob } from "../wait-for-job.js";
import { maxWaitS, waitPreference } from "../wait-preference.js";

/** `POST /v1/jobs` */
export function jobsPost(app: App, deps: RouteDeps): void {
  const { services, idempotent } = deps;
  app.post(
    "/v1/jobs",
    {
      schema: {
        operationId: "startJob",
        tags: ["jobs"],
        summary: "Start a job",
        description:
          "Answers 202 at once; with `?wait=` or `Prefer: wait=` it waits that long, and answers 200 if the job has ended by then. A request with an `Idempotency-Key` can be repeated for 24 hours, as long as the master is not restarted: the same job is answered for.",
        headers: Type.Object({
          "idempotency-key": Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
          prefer: Type.Optional(Type.String({ maxLength: 1024, description: "`wait=30` or `respond-async`." })),
        }),
        querystring: Type.Object(
          { wait: Type.Optional(Type.Integer({ minimum: 0, maximum: maxWaitS, description: "Seconds." })) },
          { additionalProperties: false },
        ),
        body: ref(JobRequest),
        response: {
          200: { ...ref(Job), description: "The job has ended." },
          202: { ...ref(Job), description: "The job has started; `Location` is where to ask for it." },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const key = request.headers["idempotency-key"];
      const { principal, body } = request;
      const start = async () => (await services.jobs.publish(readJobRequest(body, principal))).jid;
      const { jid, replayed } =
        key === undefined ? { jid: await start(), replayed: false } : await idempotent.run(principal, key, body, start);
      if (replayed) reply.header("idempotency-replayed", "true");
      const waitS = waitPreference(request.query.wait, request.headers.prefer);
      const ended = waitS > 0 ? await wait(request, reply, deps, jid, waitS) : null;
      const job = await services.jobs.get(jid);
      if (job === undefined) throw notFound({ what: "job", id: jid });
      reply.header("location", `/v1/jobs/${jid}`);
      // What was followed to its end has ended, also where the store learns it a moment later.
      const state = ended ?? job.state;
      return reply.code(state === "running" || waitS === 0 ? 202 : 200).send(viewJob({ ...job, state }));
    },
  );
}

async function wait(request: FastifyRequest, reply: FastifyReply, deps: RouteDeps, jid: string, waitS: number) {
  const leave = deps.waiting.enter(request.principal);
  if (leave === undefined) return null;
  const gone = new AbortController();
  const close = () => gone.abort();
  reply.raw.once("close", close);
  try {
    reply.header("preference-applied", `wait=${waitS}`);
    const { services, after, closing } = deps;
    const stop = AbortSignal.any([gone.signal, closing]);
    return await waitForJob(services.jobs, jid, { waitMs: waitS * 1000, after, stop });
  } finally {
    reply.raw.off("close", close);
    leave();
  }
}
