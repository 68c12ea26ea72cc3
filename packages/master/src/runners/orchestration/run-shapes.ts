import type { RunEntry, RunSummary } from "@salina/api";
import { decode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";

export function describedRun({ name, user, test, parent, startedAt, endedAt, state }: RunSummary): ValueMap {
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

export function describedStep(low: ValueMap): Value {
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

export function describedEntry({ kind, step, at, data }: RunEntry): Value {
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
