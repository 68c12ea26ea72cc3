import { userInfo } from "node:os";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { Exit, exitCodes, type Io } from "../io.js";
import { confirm } from "../key/prompt.js";
import type { DaemonClient } from "../socket/client.js";
import { limits, type RunnerCall } from "./runner-call.js";

export interface Refused {
  readonly io: Io;
  readonly client: DaemonClient;
  readonly fun: string;
  readonly arg: readonly Value[];
  readonly message: string;
}

const orchestrates = new Set(["state.orchestrate", "state.orch", "state.sls"]);

/** On a terminal: shows what would be destroyed, asks, and runs it. Elsewhere the caller has to say the word. */
export async function approved(call: RunnerCall, { io, client, fun, arg, message }: Refused): Promise<number> {
  if (!io.isTTY || !orchestrates.has(fun)) throw new Exit(exitCodes.failed, { stderr: `${message}\n` });
  const plan = await preview(client, arg);
  io.stdout.write(`This destroys data:\n${destructive(plan)}\n`);
  if (!(await confirm(io, "Run it? [y/N] ", "n"))) throw new Exit(exitCodes.failed, { stderr: "Nothing was run.\n" });
  return await call.run(fun, withKeyword(arg, "confirm", plan.get("confirm") ?? null));
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
