import type { Packed } from "@salina/api";
import { decode, encode, integer, isMap, list, text, type Value, type ValueMap } from "@salina/wire";
import { freshPlan, type PlanState } from "./plan.js";

/** The state of a job's times as it is kept. `basis` names the settings that it was made from. */
export function packPlan({ lastDueAt, nextDueAt, fireAt, owed, extra, skips }: PlanState, basis: string): Packed {
  return encode(
    new Map<Value, Value>([
      ["basis", basis],
      ["last", lastDueAt],
      ["next", nextDueAt],
      ["fire", fireAt],
      ["owed", [...owed]],
      ["extra", [...extra]],
      ["skips", [...skips]],
    ]),
  );
}

/** With other settings the times are planned anew; what people have asked for by name stays. */
export function openPlan(packed: Packed | null, basis: string): PlanState {
  const read = packed === null ? undefined : decode(packed);
  if (!read?.ok || !isMap(read.value)) return freshPlan;
  const kept = read.value;
  const asked = { extra: times(kept, "extra"), skips: times(kept, "skips") };
  if (text(kept, "basis") !== basis) return { ...freshPlan, ...asked };
  const nextDueAt = integer(kept, "next") ?? null;
  return {
    ...freshPlan,
    ...asked,
    lastDueAt: integer(kept, "last") ?? null,
    nextDueAt,
    fireAt: nextDueAt === null ? null : (integer(kept, "fire") ?? nextDueAt),
    owed: times(kept, "owed"),
  };
}

function times(from: ValueMap, key: string): readonly number[] {
  return (list(from, key) ?? []).filter((at) => typeof at === "number");
}
