import { randomInt } from "node:crypto";
import type { AskedCall, MinionResult, PublishedJob, Services, Session, Target } from "@salina/api";
import { batchSize } from "@salina/arguments";
import { decode, encode, type Value } from "@salina/wire";
import { map } from "./answer.js";
import { callsOf } from "./low-call.js";
import { targetOf } from "./low-target.js";
import { type Chunk, textOf } from "./read-body.js";
import { wrongField } from "./refusal.js";

/** A call of functions on minions, read and allowed. */
export interface LocalCall {
  readonly target: Target;
  readonly calls: readonly AskedCall[];
  readonly compound: boolean;
  readonly chunk: Chunk;
  readonly session: Session;
}

/** @throws Refusal 400 */
export function localCallOf(chunk: Chunk, session: Session): LocalCall {
  return { target: targetOf(chunk), ...callsOf(chunk), chunk, session };
}

type Jobs = Services["jobs"];

/** `local`: `{id: value}`; silence of a known minion is `false`. */
export async function local(call: LocalCall, services: Services, signal: AbortSignal): Promise<Value> {
  const job = await publish(call, services.jobs);
  if (job === null) return new Map();
  const full = call.chunk.get("full_return") === true;
  const answer = new Map<Value, Value>();
  for await (const update of services.jobs.follow(job.jid, signal)) {
    if (update.kind !== "result" || update.result.outcome === "running") continue;
    answer.set(update.result.minion, full ? fullReturn(update.result, job.jid) : shortReturn(update.result));
  }
  for (const id of job.missing) answer.set(id, noReturn(job.jid));
  return answer;
}

/** `local_async`: the job's id; `{}` where nobody matches. */
export async function localAsync(call: LocalCall, { jobs }: Services): Promise<Value> {
  const job = await publish(call, jobs);
  return job === null ? new Map() : map({ jid: job.jid, minions: [...job.minions] });
}

/** `local_subset`: some of those who match, by chance. */
export async function localSubset(call: LocalCall, services: Services, signal: AbortSignal): Promise<Value> {
  const wanted = call.chunk.get("subset") ?? call.chunk.get("sub") ?? 3;
  if (typeof wanted !== "number" || !Number.isInteger(wanted) || wanted < 1)
    throw wrongField("subset", "expected a number above 0");
  const { minions } = await services.minions.resolve(call.target);
  const left = [...minions];
  const chosen: string[] = [];
  while (left.length > 0 && chosen.length < wanted) chosen.push(...left.splice(randomInt(left.length), 1));
  if (chosen.length === 0) return new Map();
  return await local({ ...call, target: { type: "list", expression: chosen } }, services, signal);
}

/** `local_batch`: an answer a minion, as they come; the silent are left out. */
export async function localBatch(call: LocalCall, services: Services, signal: AbortSignal): Promise<Value[]> {
  const { minions } = await services.minions.resolve(call.target);
  const size = batchSize(textOf(call.chunk, "batch") ?? "10%", minions.length);
  if (size === null) throw wrongField("batch", "expected a number or a percentage above 0");
  const failhard = call.chunk.get("failhard") === true;
  const waiting = [...minions];
  const answers: Value[] = [];
  let stopped = false;
  const lane = async () => {
    for (let id = waiting.shift(); id !== undefined && !stopped && !signal.aborted; id = waiting.shift()) {
      const job = await publish({ ...call, target: { type: "list", expression: [id] } }, services.jobs);
      if (job === null) continue;
      for await (const update of services.jobs.follow(job.jid, signal)) {
        if (update.kind !== "result" || update.result.value === null) continue;
        if (update.result.outcome === "failed" && failhard) stopped = true;
        answers.push(map({ [update.result.minion]: openedValue(update.result) }));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, minions.length) }, lane));
  return answers;
}

/** @returns null where nobody matches */
async function publish(
  { target, calls, compound, chunk, session }: LocalCall,
  jobs: Jobs,
): Promise<PublishedJob | null> {
  const [first] = calls;
  const seconds = (name: string) => {
    const value = Number(chunk.get(name) ?? 0);
    return Number.isFinite(value) && value > 0 ? Math.min(value, 86_400) * 1000 : undefined;
  };
  const [timeoutMs, gatherTimeoutMs] = [seconds("timeout"), seconds("gather_job_timeout")];
  const returners = textOf(chunk, "ret");
  const metadata = chunk.get("metadata");
  try {
    return await jobs.publish({
      target,
      fun: compound ? calls.map(({ fun }) => fun) : (first?.fun ?? ""),
      arg: encode(compound ? calls.map(({ arg }) => [...arg]) : [...(first?.arg ?? [])], "network"),
      user: session.user,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(gatherTimeoutMs === undefined ? {} : { gatherTimeoutMs }),
      ...(returners ? { returners } : {}),
      ...(metadata instanceof Map ? { metadata: encode(metadata, "network") } : {}),
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "no-minions-matched") return null;
    throw error;
  }
}

function shortReturn(result: MinionResult): Value {
  return result.value === null ? false : openedValue(result);
}

function fullReturn(result: MinionResult, jid: string): Value {
  if (result.value === null) return false;
  const all = map({ ret: openedValue(result), retcode: result.retcode ?? 0, jid });
  if (result.out !== null) all.set("out", result.out);
  return all;
}

function openedValue({ value }: MinionResult): Value {
  const read = value === null ? null : decode(value, { duplicateKeys: "last" });
  return read?.ok ? read.value : null;
}

function noReturn(jid: string): string {
  return `Minion did not return. [No response]\nThe minions may not have all finished running and any remaining minions will return upon completion. To look up the return data for this job later, run the following command:\n\nsalt-run jobs.lookup_jid ${jid}`;
}
