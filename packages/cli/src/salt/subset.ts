import type { JobRequest } from "@salina/api";
import { encode } from "@salina/wire";
import { collect, type Run } from "./run.js";
import { noMinionsMatched } from "./texts.js";

/**
 * `--subset`: asks the target which functions it has, and keeps so many random minions that have the wanted one.
 *
 * @returns null when nobody has it
 */
export async function subsetOf(run: Run, request: JobRequest, size: number): Promise<JobRequest | null> {
  const { target, user, timeoutMs, fun } = request;
  const functions = await collect(run, {
    target,
    fun: "sys.list_functions",
    arg: encode([], "network"),
    user,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  if (functions === null) run.io.stdout.write(`${noMinionsMatched}\n`);
  const wanted = typeof fun === "string" ? [fun] : fun;
  const able: string[] = [];
  for (const [minion, names] of functions ?? []) {
    if (Array.isArray(names) && wanted.every((name) => names.includes(name))) able.push(String(minion));
  }
  const chosen = shuffled(able).slice(0, size);
  return chosen.length === 0 ? null : { ...request, target: { type: "list", expression: chosen } };
}

function shuffled(minions: readonly string[]): string[] {
  return minions
    .map((minion) => ({ minion, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ minion }) => minion);
}
