import type { OrchestrationService } from "@salina/api";
import { Type } from "typebox";
import type { App, RouteDeps } from "../app.js";
import { runNamed } from "../run-order.js";
import { problems, ref } from "../schemas/common.js";
import { Run } from "../schemas/run.js";
import { viewRun } from "../views/run.js";

interface Order {
  readonly jid: string;
  readonly step: string | null;
  readonly confirm: string | null;
  readonly user: string;
}

const orders: Readonly<
  Record<
    string,
    { readonly summary: string; readonly act: (runs: OrchestrationService, order: Order) => Promise<void> }
  >
> = {
  pause: {
    summary: "Pause a run before its next step, or before the one with this id",
    act: (runs, { jid, step, user }) => runs.pause(jid, step, user),
  },
  resume: { summary: "Let a paused run go on", act: (runs, { jid, step, user }) => runs.resume(jid, step, user) },
  cancel: {
    summary: "End a run at once; what its step has begun on minions goes on there",
    act: (runs, { jid, user }) => runs.cancel(jid, user),
  },
  retry: {
    summary: "Go on with a failed or cancelled run from the steps that failed",
    act: (runs, { jid, user, confirm }) => runs.retry(jid, user, confirm),
  },
};

/** `POST /v1/runs/{jid}/pause`, `resume`, `cancel`, `retry` */
export function runsControl(app: App, { services: { orchestrations } }: RouteDeps): void {
  for (const [name, { summary, act }] of Object.entries(orders)) {
    app.post(
      `/v1/runs/:jid/${name}`,
      {
        schema: {
          operationId: `${name}Run`,
          tags: ["runs"],
          summary,
          params: Type.Object({ jid: Type.String() }),
          body: Type.Optional(
            Type.Object(
              {
                step: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: "Id of a step." })),
                confirm: Type.Optional(Type.String({ maxLength: 200 })),
              },
              { additionalProperties: false },
            ),
          ),
          response: { 200: ref(Run), ...problems },
        },
      },
      async ({ params: { jid }, body, principal }) => {
        await runNamed(orchestrations, jid);
        await act(orchestrations, {
          jid,
          step: body?.step ?? null,
          confirm: body?.confirm ?? null,
          user: principal,
        });
        return viewRun(await runNamed(orchestrations, jid));
      },
    );
  }
}
