import {
  type JobRequest,
  type MinionResult,
  SalinaError,
  type Target,
  type TargetType,
  targetTypes,
} from "@salina/api";
import { isTrue } from "@salina/orchestration";
import { encode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { StepContext } from "./step-context.js";
import { outcomes } from "./step-jobs.js";

export interface StepPublish {
  readonly fun: string;
  readonly arg: readonly Value[];
  readonly kwarg: ValueMap;
}

export interface PublishedStep {
  /** In the order of the targets; those that were not asked, after a failure in a batch, are left out. */
  readonly results: ReadonlyMap<string, MinionResult>;
  readonly jid: string | null;
}

/**
 * Sends a step's job to its minions, all at once or in batches, and waits until each of them has an outcome.
 *
 * Which minions, and each job's id, are on disk before anything is sent; a step that goes on after a restart joins the jobs
 * that it has already sent.
 *
 * @param given the arguments of the step: tgt, tgt_type, batch, subset, timeout, ret, failhard
 */
export async function publishStep(given: ValueMap, what: StepPublish, context: StepContext): Promise<PublishedStep> {
  const minions = await targets(given, context);
  if (minions.length === 0) return { results: new Map(), jid: null };
  const isGuarded = context.mayTouch(minions);
  const size = batchSize(given.get("batch") ?? null, minions.length);
  // As it was written, where that cannot come to mean others: minions see their target.
  const asWritten = size >= minions.length && !isGuarded && !isTrue(given.get("subset"));
  const results = new Map<string, MinionResult>();
  let first: string | null = null;
  for (let at = 0; at < minions.length; at += size) {
    const some = minions.slice(at, at + size);
    const { jid, answers } = await sendAndWait(`job ${at / size}`, some, {
      what,
      context,
      target: asWritten ? readTarget(given) : { type: "list", expression: some },
      given,
    });
    first ??= jid;
    for (const one of answers) results.set(one.minion, one);
    const failed = answers.some(({ outcome }) => outcome !== "returned");
    if (failed && given.get("failhard") === true) break;
    if (at + size < minions.length) await pauseBetween(given, context);
  }
  return { results, jid: first };
}

async function pauseBetween(given: ValueMap, context: StepContext): Promise<void> {
  const wait = given.get("batch_wait");
  if (typeof wait === "number" && wait > 0) await pause(wait * 1000, context);
}

/** Resolves later, or at once when the daemon stops. */
export function pause(ms: number, { signal, world }: Pick<StepContext, "signal" | "world">): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      callOff();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const callOff = world.clock.after(ms, done);
    signal.addEventListener("abort", done, { once: true });
  });
}

interface Sending {
  readonly target: Target;
  readonly given: ValueMap;
  readonly what: StepPublish;
  readonly context: StepContext;
}

async function sendAndWait(name: string, minions: readonly string[], { given, target, what, context }: Sending) {
  const { jobs } = context.world;
  const noted = context.note(name);
  const jid = typeof noted === "string" ? noted : jobs.newJid();
  if (noted === undefined) await context.addNote(name, jid);
  const known = noted === undefined ? undefined : await jobs.get(jid);
  if (!known) await jobs.publishAs(jid, request(target, given, what, context));
  else if (context.note(`${name} sent`) === undefined && known.endedAt === null) await jobs.resend(jid);
  if (context.note(`${name} sent`) === undefined) await context.addNote(`${name} sent`, true);
  context.progress(`${what.fun} runs on ${listed(minions)} as job ${jid}`);
  return { jid, answers: await outcomes(jobs, jid, context.signal) };
}

const maxListed = 10;

export function listed(minions: readonly string[]): string {
  const more = minions.length - maxListed;
  return minions.slice(0, maxListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function request(target: Target, given: ValueMap, what: StepPublish, context: StepContext): JobRequest {
  const arg: Value[] = [...what.arg];
  if (what.kwarg.size > 0) arg.push(new Map<Value, Value>([...what.kwarg, ["__kwarg__", true]]));
  const timeout = given.get("timeout");
  const returners = given.get("ret") ?? "";
  return {
    target,
    fun: what.fun,
    arg: encode(arg),
    user: context.run.user,
    ...(typeof timeout === "number" && timeout > 0 ? { timeoutMs: timeout * 1000 } : {}),
    ...(returners === "" ? {} : { returners: Array.isArray(returners) ? returners.join(",") : pythonText(returners) }),
  };
}

async function targets(given: ValueMap, context: StepContext): Promise<readonly string[]> {
  const noted = context.note("targets");
  if (Array.isArray(noted)) return noted.map(String);
  const all = await resolveTarget(readTarget(given), context);
  const subset = given.get("subset");
  const minions = typeof subset === "number" && subset > 0 ? randomOf(all, subset) : all;
  await context.addNote("targets", [...minions]);
  return minions;
}

async function resolveTarget(target: Target, { world }: StepContext): Promise<readonly string[]> {
  try {
    return (await world.jobs.resolve(target)).minions;
  } catch (error) {
    if (error instanceof SalinaError && error.code === "no-minions-matched") return [];
    throw error;
  }
}

function randomOf(all: readonly string[], count: number): readonly string[] {
  const left = [...all];
  const chosen: string[] = [];
  while (left.length > 0 && chosen.length < count)
    chosen.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return chosen;
}

/** @throws Error */
export function readTarget(given: ValueMap): Target {
  const named = given.get("tgt_type") ?? given.get("expr_form") ?? "glob";
  const type: TargetType | undefined = targetTypes.find((one) => one === named);
  if (!type) throw new Error(`tgt_type ${pythonText(named)} is none of ${targetTypes.join(", ")}`);
  const tgt = given.get("tgt") ?? null;
  if (Array.isArray(tgt)) return { type: type === "glob" ? "list" : type, expression: tgt.map(pythonText) };
  if (tgt === null || isMap(tgt)) throw new Error("tgt has to be text or a list of ids");
  return { type, expression: pythonText(tgt) };
}

/** `3`, `"3"` or `"25%"`; all at once where it is not given. @throws Error */
export function batchSize(batch: Value, count: number): number {
  if (batch === null) return count;
  const text = pythonText(batch).trim();
  const number = Number(text.replace(/%$/, ""));
  if (!/^\d+(\.\d+)?%?$/.test(text) || number <= 0)
    throw new Error(`batch has to be a number of minions or a percentage, and is ${text}`);
  return Math.max(1, Math.floor(text.endsWith("%") ? (count * number) / 100 : number));
}
