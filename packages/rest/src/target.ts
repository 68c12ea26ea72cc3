import { type Target, type TargetType, targetTypes } from "@salina/api";
import { validation } from "./errors.js";

/** Salt's names as REST writes them: `grain_pcre` is `grainPcre`. */
export const restTargetTypes: readonly RestTargetType[] = targetTypes.map(restName);
export type RestTargetType = CamelCase<TargetType>;
type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Rest>}`
  : Name;

export function restName(type: TargetType): RestTargetType {
  return type.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()) as RestTargetType;
}

const types = new Map(targetTypes.map((type) => [restName(type), type]));

/** @throws validation */
export function readTarget(
  expression: string | readonly string[],
  named: RestTargetType = "glob",
  { pointer = "/target", delimiter }: { readonly pointer?: string; readonly delimiter?: string | undefined } = {},
): Target {
  const type = types.get(named) ?? "glob";
  if (type !== "list") {
    if (typeof expression === "string") return { type, expression, ...(delimiter === undefined ? {} : { delimiter }) };
    throw validation([{ pointer, message: `must be text for targetType \`${named}\`` }]);
  }
  const ids = typeof expression === "string" ? expression.split(",").map((id) => id.trim()) : expression;
  const wanted = [...new Set(ids.filter((id) => id !== ""))];
  if (wanted.length === 0) throw validation([{ pointer, message: "must name a minion" }]);
  return { type, expression: wanted };
}
