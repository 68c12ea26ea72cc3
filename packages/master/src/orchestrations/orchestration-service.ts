import type { OrchestrationService, RunDetails, RunnerService, RunOrder, RunStep } from "@salina/api";
import { tagOf } from "@salina/orchestration";
import { decode, encode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { EventBus } from "../events/event-bus.js";
import type { Redactor } from "../redaction/redactor.js";
import type { CompileRequest } from "./compile.js";
import { followRun } from "./follow-run.js";
import type { Orchestrations } from "./orchestrations.js";

/** Orchestrations for callers over REST. A run is a run of the runner `state.orchestrate`, as over the command line. */
export function orchestrationService(
  orchestrations: Orchestrations,
  runners: Pick<RunnerService, "start">,
  told: Pick<Redactor, "line">,
  events: Pick<EventBus, "watch">,
): OrchestrationService {
  return {
    async start(order) {
      const { jid, ended } = await runners.start({
        fun: "state.orchestrate",
        arg: encode(argumentsOf(order)),
        user: order.user,
      });
      const failed = ended.then(({ error }) => error);
      // What keeps it from beginning is told at once; what comes later is told by the run.
      const error = await Promise.race([orchestrations.begun(jid).then(() => null), failed]);
      if (error) throw error;
      return { jid };
    },
    async preview(order) {
      const { chunks, errors, destructive, word } = await orchestrations.preview({
        ...compileRequest(order),
        user: order.user,
        name: "",
      });
      return {
        steps: chunks.map((low) => stepOf(low, null)).map((step) => ({ ...step, name: told.line(step.name) })),
        errors: errors.map((text) => told.line(text)),
        destructive: destructive.map(({ id, minions }) => ({ id, minions })),
        confirm: word,
      };
    },
    list: (filter) => orchestrations.list(filter),
    get: (jid) => details(orchestrations, jid),
    follow: (jid, signal) => followRun(jid, { events, details: () => details(orchestrations, jid) }, signal),
    pause: (jid, step, user) => orchestrations.pause(jid, step, null, user),
    resume: (jid, step, user) => orchestrations.unpause(jid, step, user),
    cancel: (jid, user) => orchestrations.cancel(jid, user),
    retry: (jid, user, confirm) => orchestrations.retry(jid, user, confirm),
  };
}

function argumentsOf({ sls, saltenv, test, pillar, confirm }: RunOrder): Value[] {
  return [
    new Map<Value, Value>([
      ["mods", [...sls]],
      ["saltenv", saltenv],
      ["test", test],
      ["pillar", pillarOf(pillar)],
      ["confirm", confirm],
      ["__kwarg__", true],
    ]),
  ];
}

function compileRequest({ sls, saltenv, test, pillar }: RunOrder): CompileRequest {
  return {
    what: { kind: "sls", mods: sls, exclude: null },
    saltenv,
    pillarenv: null,
    pillar: pillarOf(pillar),
    test,
  };
}

function pillarOf(packed: Uint8Array): ValueMap {
  const read = decode(packed, { duplicateKeys: "last" });
  return read.ok && isMap(read.value) ? read.value : new Map();
}

async function details(orchestrations: Orchestrations, jid: string): Promise<RunDetails | undefined> {
  if (!(await orchestrations.has(jid))) return undefined;
  const { run, plan, results, data } = await orchestrations.get(jid);
  const { plan: _, ...summary } = run;
  return {
    ...summary,
    steps: plan.chunks.map((low) => stepOf(low, results.get(tagOf(low)) ?? null)),
    errors: Array.isArray(data) ? data.map(pythonText) : [],
  };
}

function stepOf(low: ValueMap, result: ValueMap | null): RunStep {
  const text = (key: string) => pythonText(low.get(key) ?? null);
  return {
    id: text("__id__"),
    function: `${text("state")}.${text("fun")}`,
    name: text("name"),
    sls: text("__sls__"),
    result: result && encode(result),
  };
}
