import type { RunEntry } from "@salina/api";
import { decode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { ActiveRun } from "./active-run.js";

type Say = "pause" | "resume" | "kill" | "retry";

/** What an operator wishes of a run, as its journal keeps it. @param id of a step; null: of the next one */
export function wish(say: Say, user: string, id: string | null): ValueMap {
  return new Map<Value, Value>([
    ["say", say],
    ["user", user],
    ["id", id],
  ]);
}

/** What was wished since the last retry. */
export function wishesOf(entries: readonly RunEntry[]): readonly ValueMap[] {
  const said = entries
    .filter(({ kind }) => kind === "control")
    .map(({ data }) => decode(data, { duplicateKeys: "last" }))
    .flatMap((read) => (read.ok && isMap(read.value) ? [read.value] : []));
  return said.slice(said.findLastIndex((one) => one.get("say") === "retry") + 1);
}

export function applyWish(run: ActiveRun, wish: ValueMap): void {
  const id = wish.get("id");
  const step = typeof id === "string" ? id : null;
  const until = wish.get("until");
  const say = wish.get("say");
  if (say === "resume") run.controls.clear(step);
  else if (say === "pause" || say === "kill")
    run.controls.set(step, { what: say, until: typeof until === "number" ? until : null });
}
