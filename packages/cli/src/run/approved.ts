import { userInfo } from "node:os";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { Exit, exitCodes, type Io } from "../io.js";
import { confirm } from "../key/prompt.js";
import type { DaemonClient } from "../socket/client.js";

const limits = { maxBytes: 256 * 1024 * 1024, maxElements: 50_000_000, maxDepth: 256 } as const;
const orchestrates = new Set(["state.orchestrate", "state.orch", "state.sls"]);

/**
 * An orchestration was refused because it destroys data. On a terminal: shows what, and asks.
 * @returns the arguments with the word that approves it
 * @throws Exit where it is not to be run, or where nobody can be asked: the caller has to say the word
 */
export async function approvedArguments(
  { io, client }: { readonly io: Io; readonly client: DaemonClient },
  fun: string,
  arg: readonly Value[],
  refusal: string,
): Promise<readonly Value[]> {
  if (!io.isTTY || !orchestrates.has(fun)) throw new Exit(exitCodes.failed, { stderr: `${refusal}\n` });
  const plan = await preview(client, arg);
  io.stdout.write(`This destroys data:\n${destructive(plan)}\n`);
  if (!(await confirm(io, "Run it? [y/N] ", "n"))) throw new Exit(exitCodes.failed, { stderr: "Nothing was run.\n" });
  return withKeyword(arg, "confirm", plan.get("confirm") ?? null);
}

async function preview(client: DaemonClient, arg: readonly Value[]): Promise<ValueMap> {
  const user = userInfo().username;
  const packed = await client.call("runners.run", { fun: "orchestration.preview", arg: encode([...arg]), user });
  const read = decode(packed, limits);
  return read.ok && isMap(read.value) ? read.value : new Map();
}

function destructive(plan: ValueMap): string {
  const steps = plan.get("destructive");
  if (!isMap(steps)) return "";
  return [...steps]
    .map(
      ([id, minions]) => `  ${String(id)} on ${Array.isArray(minions) ? minions.map(String).join(", ") : "no minion"}`,
    )
    .join("\n");
}

function withKeyword(arg: readonly Value[], key: string, value: Value): readonly Value[] {
  const last = arg.at(-1);
  const isKeywords = isMap(last) && last.get("__kwarg__") === true;
  const keywords: ValueMap = new Map<Value, Value>(isKeywords ? last : [["__kwarg__", true]]);
  return [...(isKeywords ? arg.slice(0, -1) : arg), keywords.set(key, value)];
}
