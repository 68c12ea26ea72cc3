import type { RunEntry, RunState, RunSummary } from "@salina/api";
import { decode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { Runner } from "./runner.js";
import { compileRequest, shownEnd, textOrNull } from "./state.js";

const states: readonly RunState[] = ["running", "paused", "succeeded", "failed", "cancelled"];

/** Runs of orchestrations: which there are, how far they are, and what is to become of them. Salina's own. */
export const orchestrationRunners: Readonly<Record<string, Runner>> = {
  list: {
    doc: "The latest runs of orchestrations: state, user, when. `state=running` names only those.",
    parameters: ["state", "limit"],
    reads: true,
    async run(given, { orchestrations }) {
      const state = states.find((one) => one === given.value("state"));
      if (given.has("state") && !state) throw new Error(`state is one of ${states.join(", ")}`);
      const runs = await orchestrations.list({ limit: given.number("limit", 50), ...(state ? { state } : {}) });
      return new Map<Value, Value>(runs.map((run) => [run.jid, described(run)]));
    },
  },
  show: {
    doc: "One run: its steps, which of them have ended and how, and what operators did.",
    parameters: ["jid"],
    reads: true,
    async run(given, { orchestrations }) {
      const { run, plan, entries } = await orchestrations.get(given.text("jid"));
      return described(run)
        .set("steps", plan.chunks.map(stepOf))
        .set("journal", entries.filter(({ step, kind }) => step !== "" || kind === "control").map(entryOf));
    },
  },
  wait: {
    doc: "Waits for the end of a run, and shows what it gave.",
    parameters: ["jid"],
    reads: true,
    run: async (given, { orchestrations, masterId }) =>
      shownEnd(await orchestrations.wait(given.text("jid")), masterId),
  },
  preview: {
    doc: "What a run would do: its steps in order; the destructive ones with their minions, and the word that approves them.",
    parameters: ["mods", "saltenv", "test", "exclude", "pillar", "pillarenv", "confirm"],
    reads: true,
    async run(given, { orchestrations }, { user }) {
      const request = compileRequest(given);
      const { chunks, errors, destructive, word } = await orchestrations.preview({ ...request, user, name: "" });
      return new Map<Value, Value>([
        ["errors", [...errors]],
        ["steps", chunks.map(stepOf)],
        ["destructive", new Map<Value, Value>(destructive.map(({ id, minions }) => [id, [...minions]]))],
        ["confirm", word],
      ]);
    },
  },
  cancel: {
    doc: "Ends a running orchestration at once. What its step has begun on minions goes on there.",
    parameters: ["jid"],
    async run(given, { orchestrations }, { user }) {
      await orchestrations.cancel(given.text("jid"), user);
      return true;
    },
  },
  retry: {
    doc: "Goes on with a failed or cancelled run from the steps that failed; what went well is not run again.",
    parameters: ["jid", "confirm"],
    async run(given, { orchestrations, masterId }, { user }) {
      const jid = given.text("jid");
      await orchestrations.retry(jid, user, textOrNull(given.value("confirm")));
      return shownEnd(await orchestrations.wait(jid), masterId);
    },
  },
};

function described({ name, user, test, parent, startedAt, endedAt, state }: RunSummary): ValueMap {
  return new Map<Value, Value>([
    ["name", name],
    ["state", state],
    ["user", user],
    ["test", test],
    ["parent", parent],
    ["started", new Date(startedAt).toISOString()],
    ["ended", endedAt === null ? null : new Date(endedAt).toISOString()],
  ]);
}

function stepOf(low: ValueMap): Value {
  const text = (key: string) => pythonText(low.get(key) ?? null);
  const step = new Map<Value, Value>([
    ["id", text("__id__")],
    ["function", `${text("state")}.${text("fun")}`],
    ["name", text("name")],
    ["sls", text("__sls__")],
  ]);
  if (low.has("tgt")) step.set("target", low.get("tgt") ?? null);
  return step;
}

function entryOf({ kind, step, at, data }: RunEntry): Value {
  const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
  const about: ValueMap = read.ok && isMap(read.value) ? read.value : new Map();
  const shown = new Map<Value, Value>([
    ["at", new Date(at).toISOString()],
    ["what", kind],
  ]);
  if (step !== "") shown.set("step", step);
  const ret = about.get("ret");
  if (isMap(ret)) shown.set("result", ret.get("result") ?? null).set("comment", ret.get("comment") ?? null);
  else for (const [key, value] of about) shown.set(key, value);
  return shown;
}
