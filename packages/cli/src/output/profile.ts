import { compareText, Float, pyStr, type Value } from "@salina/wire";
import { OutputFailure, type Outputter } from "./outputter.js";
import { tableLines } from "./table.js";

const longestName = 60;

/** How long each state took, the longest last. @source salt/output/profile.py */
export const profile: Outputter = (value, settings) => {
  if (!(value instanceof Map)) throw new OutputFailure("no state run");
  const states = [...value.values()].flatMap((run) => (run instanceof Map ? [...run].map(stateOf) : []));
  const width = Math.max("duration (ms)".length, ...states.map(({ shown }) => shown.length));
  const rows = states
    .map((state) => ({ ...state, shown: state.shown.padStart(width) }))
    .sort((a, b) => compareText(a.shown, b.shown) || compareText(a.name, b.name) || compareText(a.fun, b.fun))
    .map(({ name, fun, shown }) => [name, fun, shown]);
  return tableLines(rows, ["name", "mod.fun", "duration (ms)"], 0, settings).join("\n");
};

function stateOf([id, data]: [Value, Value]) {
  const parts = pyStr(id).split("_|-");
  const fun = `${parts[0] ?? ""}.${parts.at(-1) ?? ""}`;
  const state = data instanceof Map ? data : new Map<Value, Value>([["name", pyStr(id)]]);
  const duration = state.get("duration") ?? -1;
  const durationMs = duration instanceof Float ? duration.value : Number(duration);
  const name = pyStr(state.get("name") ?? state.get("__id__") ?? "<>");
  const short = name.length > longestName ? `${name.slice(0, longestName - 3)}...` : name;
  return { name: short, fun, shown: durationMs.toFixed(4) };
}
