import { isMap, pythonText, type Value } from "@salina/wire";
import type { Call, FunctionParameter } from "../../functions/master-function.js";
import type { CompileRequest } from "../../orchestrations/compile.js";
import { readMods } from "../../orchestrations/nested-steps.js";
import type { Parameters } from "../parameters.js";

export const confirm: FunctionParameter = {
  name: "confirm",
  doc: "The word that approves destructive steps (`orchestration.preview` gives it).",
  default: null,
};
export const pillar: FunctionParameter = {
  name: "pillar",
  doc: "Laid over the pillar of the master's id.",
  type: "map",
  default: null,
};
export const test: FunctionParameter = {
  name: "test",
  doc: "Nothing is changed, on minions neither.",
  type: "flag",
  default: null,
};
export const queue: FunctionParameter = { name: "queue", doc: "Accepted for compatibility.", default: null };
export const jid: FunctionParameter = {
  name: "jid",
  doc: "The run: the job id of its `state.orchestrate`.",
  type: "text",
};
export const stateId: FunctionParameter = {
  name: "state_id",
  doc: "The id of the step; else the next one.",
  default: null,
};

/** What `state.orchestrate` takes. */
export const runParameters: readonly FunctionParameter[] = [
  { name: "mods", doc: "SLS names, with commas or as a list." },
  { name: "saltenv", doc: "Environment of the files.", default: "base" },
  test,
  { name: "exclude", doc: "SLS names, or maps with `sls` or `id`, that are left out.", default: null },
  pillar,
  { name: "pillarenv", doc: "Environment of the pillar.", default: null },
  { name: "pillar_enc", doc: "Renderer of the pillar that is given: not served.", default: null },
  { name: "orchestration_jid", doc: "Accepted for compatibility: the job id of the run counts.", default: null },
];

/** @throws Error */
export function compileRequest(given: Parameters, call: Pick<Call, "test">): CompileRequest {
  const mods = readMods(given.value("mods"));
  if (mods.length === 0) throw new Error("it takes `mods`: one SLS name, or several with commas");
  if (given.has("pillar_enc") && given.value("pillar_enc") !== null)
    throw new Error("`pillar_enc` is not served: encrypted pillar belongs into files (`gpg` renderer)");
  const exclude = given.value("exclude");
  return {
    what: { kind: "sls", mods, exclude: typeof exclude === "string" ? readTexts(exclude) : exclude },
    saltenv: given.text("saltenv", "base"),
    pillarenv: textOrNull(given.value("pillarenv")),
    pillar: mapOrEmpty(given.value("pillar")),
    test: call.test,
  };
}

function readTexts(text: string): Value {
  return text.split(",").map((one) => one.trim());
}

export function mapOrEmpty(value: Value) {
  return isMap(value) ? value : new Map<Value, Value>();
}

export function textOrNull(value: Value): string | null {
  return value === null ? null : pythonText(value);
}
