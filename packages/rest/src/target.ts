import type { Target } from "@salina/api";
import { validation } from "./errors.js";

/** @throws validation */
export function readTarget(
  expression: string | readonly string[],
  type: Target["type"] = "glob",
  pointer = "/target",
): Target {
  if (type !== "list") {
    if (typeof expression === "string") return { type, expression };
    throw validation([{ pointer, message: `must be text for targetType \`${type}\`` }]);
  }
  const ids = typeof expression === "string" ? expression.split(",").map((id) => id.trim()) : expression;
  const wanted = [...new Set(ids.filter((id) => id !== ""))];
  if (wanted.length === 0) throw validation([{ pointer, message: "must name a minion" }]);
  return { type, expression: wanted };
}
