import { Float, type Value } from "@salina/wire";

/** A number as Python takes it, `True` being one; undefined: it is none. */
export function reactionNumber(value: Value | undefined): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Float) return value.value;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** Whether Python would call it an `int`. */
export function isReactionInteger(value: Value | undefined): boolean {
  return (
    typeof value === "boolean" || typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))
  );
}
