import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { CompileRequest } from "../orchestrations/compile.js";
import { readMods } from "../orchestrations/nested-steps.js";
import type { RunEnd, RunRequest } from "../orchestrations/orchestrations.js";
import type { MasterFunctionCall } from "./master-functions.js";
import type { Parameters } from "./parameters.js";
import type { Runner, RunnerContext } from "./runner.js";

const orchestrate: Runner = {
  doc: "Runs an orchestration: SLS whose steps run on minions or on the master.",
  parameters: [
    ...["mods", "saltenv", "test", "exclude", "pillar", "pillarenv", "pillar_enc", "orchestration_jid", "confirm"],
  ],
  async run(given, { orchestrations, masterId }, call) {
    await orchestrations.start({ ...runRequest(given, call), confirm: textOrNull(given.value("confirm")) });
    return shownEnd(await orchestrations.wait(call.jid), masterId);
  },
};

const showSls: Runner = {
  doc: "What orchestrations say, rendered and put together, without running them.",
  parameters: ["mods", "saltenv", "test", "queue", "pillar", "pillarenv", "pillar_enc"],
  reads: true,
  async run(given, { showSls: show, masterId }) {
    const { high, errors } = await show(compileRequest(given));
    return new Map<Value, Value>([[masterId, errors.length > 0 ? [...errors] : high]]);
  },
};

const pause: Runner = {
  doc: "Pauses a running orchestration before its next step, or before the step with this id, for so many seconds.",
  parameters: ["jid", "state_id", "duration"],
  async run(given, { orchestrations }, { user }) {
    const seconds = given.number("duration", 0);
    await orchestrations.pause(
      given.text("jid"),
      textOrNull(given.value("state_id")),
      seconds > 0 ? seconds * 1000 : null,
      user,
    );
    return true;
  },
};

const resume: Runner = {
  doc: "Lets a paused orchestration go on.",
  parameters: ["jid", "state_id"],
  async run(given, { orchestrations }, { user }) {
    await orchestrations.unpause(given.text("jid"), textOrNull(given.value("state_id")), user);
    return true;
  },
};

/** @source salt/runners/state.py */
export const stateRunners: Readonly<Record<string, Runner>> = {
  orchestrate,
  orch: orchestrate,
  sls: orchestrate,
  orchestrate_show_sls: showSls,
  orch_show_sls: showSls,
  orchestrate_single: {
    doc: "Runs a single step: `fun=salt.function name=test.ping tgt='*'`.",
    parameters: ["fun", "name", "test", "queue", "pillar", "kwarg", "confirm"],
    collects: true,
    run: (given, context, call) => {
      const [module = "", fun = ""] = given.text("fun").split(".");
      const args: Value[] = [fun, new Map([["name", given.value("name")]])];
      for (const [key, value] of given.mapOrNull("kwarg") ?? []) args.push(new Map([[key, value]]));
      const high: ValueMap = new Map([[given.value("name"), stepBody(module, args)]]);
      return runHigh(high, `${given.text("fun")} ${given.text("name")}`, given, { context, call });
    },
  },
  orchestrate_high: {
    doc: "Runs steps that are given as data, and not in a file.",
    parameters: ["data", "test", "queue", "pillar", "confirm"],
    run: (given, context, call) => {
      const high: ValueMap = new Map();
      for (const [id, body] of given.map("data")) high.set(id, isMap(body) ? withPlace(body) : body);
      return runHigh(high, "state.orchestrate_high", given, { context, call });
    },
  },
  pause,
  set_pause: pause,
  resume,
  rm_pause: resume,
  soft_kill: {
    doc: "Ends a running orchestration before its next step, or before the step with this id.",
    parameters: ["jid", "state_id"],
    async run(given, { orchestrations }, { user }) {
      await orchestrations.softKill(given.text("jid"), textOrNull(given.value("state_id")), user);
      return true;
    },
  },
};

export function compileRequest(given: Parameters): CompileRequest {
  const mods = readMods(given.value("mods"));
  if (mods.length === 0) throw new Error("it takes `mods`: one SLS name, or several with commas");
  const pillar = given.value("pillar");
  if (pillar !== null && !isMap(pillar)) throw new Error("Pillar data must be formatted as a dictionary");
  const exclude = given.value("exclude");
  return {
    what: {
      kind: "sls",
      mods,
      exclude: typeof exclude === "string" ? exclude.split(",").map((one) => one.trim()) : exclude,
    },
    saltenv: given.text("saltenv", "base"),
    pillarenv: textOrNull(given.value("pillarenv")),
    pillar: pillar ?? new Map(),
    test: given.flag("test"),
  };
}

function runRequest(given: Parameters, { jid, user, parent }: MasterFunctionCall): Omit<RunRequest, "confirm"> {
  const request = compileRequest(given);
  const name = request.what.kind === "sls" ? request.what.mods.join(",") : "";
  return { ...request, jid, user, name, parent: parent ?? null };
}

interface Calling {
  readonly context: RunnerContext;
  readonly call: MasterFunctionCall;
}

async function runHigh(high: ValueMap, name: string, given: Parameters, { context, call }: Calling) {
  const { orchestrations, masterId } = context;
  await orchestrations.start({
    what: { kind: "high", high },
    saltenv: "base",
    pillarenv: null,
    pillar: given.mapOrNull("pillar") ?? new Map(),
    test: given.flag("test"),
    jid: call.jid,
    user: call.user,
    name,
    parent: call.parent ?? null,
    confirm: textOrNull(given.value("confirm")),
  });
  return shownEnd(await orchestrations.wait(call.jid), masterId);
}

function stepBody(module: string, args: Value[]): ValueMap {
  return new Map<Value, Value>([
    [module, args],
    ["__sls__", "single"],
    ["__env__", "base"],
  ]);
}

/** `salt.state: [...]` is `salt: [..., state]`, as in files. */
function withPlace(body: ValueMap): ValueMap {
  const placed: ValueMap = new Map();
  for (const [key, args] of body) {
    const [module = "", fun] = pythonText(key).split(".");
    if (Array.isArray(args) && fun !== undefined) placed.set(module, [...args, fun]);
    else placed.set(key, args);
  }
  return placed.set("__sls__", "high").set("__env__", "base");
}

/** As stock gives it: shown like a state run of the master. */
export function shownEnd({ data, retcode }: RunEnd, masterId: string): ValueMap {
  return new Map<Value, Value>([
    ["data", new Map([[masterId, data]])],
    ["outputter", "highstate"],
    ["retcode", retcode],
  ]);
}

export function textOrNull(value: Value): string | null {
  return value === null ? null : pythonText(value);
}
