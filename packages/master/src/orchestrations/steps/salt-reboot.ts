import type { MinionResult } from "@salina/api";
import { stateReturn } from "@salina/orchestration";
import { decode, encode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { silenceOf } from "../minion-data.js";
import { batchSize, listed, pause, readTarget } from "../publish-step.js";
import { type Step, type StepContext, Suspended } from "../step-context.js";
import { outcomes } from "../step-jobs.js";

const standard = {
  timeoutS: 600,
  intervalS: 5,
  fun: "system.reboot",
  bootIdCommand: "cat /proc/sys/kernel/random/boot_id",
} as const;

/**
 * `salt.reboot`: reboots minions, and waits until each of them has another boot id and answers a publish.
 *
 * A start event says only that a minion has sent something; it may take a while from there until it hears what the master
 * publishes. So minions are asked, again and again, until they answer.
 *
 *     note boot ids -> send the reboot -> ask who is there -> read the boot id of those -> another one: done
 *                                            ^----------- the same, or no answer, within the limit ----------+
 */
export const saltReboot: Step = {
  required: ["tgt"],
  async run(given, context) {
    const name = given.get("name") ?? null;
    if (context.test)
      return stateReturn(name, null, `Minions of ${pythonText(given.get("tgt") ?? null)} would be rebooted`);
    const minions = await targets(given, context);
    if (minions.length === 0) return stateReturn(name, false, "No minions matched");
    context.mayTouch(minions);
    const changes: ValueMap = new Map();
    const size = batchSize(given.get("batch") ?? null, minions.length);
    for (let at = 0; at < minions.length; at += size) {
      const failure = await rebootSome(String(at / size), minions.slice(at, at + size), { given, context, changes });
      if (failure !== null) return stateReturn(name, false, withRest(failure, minions.slice(at + size)), changes);
    }
    return stateReturn(name, true, `Rebooted, and back: ${listed(minions)}.`, changes);
  },
};

function withRest(failure: string, rest: readonly string[]): string {
  return rest.length === 0 ? failure : `${failure} Not rebooted: ${rest.join(", ")}.`;
}

async function targets(given: ValueMap, context: StepContext): Promise<readonly string[]> {
  const noted = context.note("targets");
  if (Array.isArray(noted)) return noted.map(String);
  const { minions } = await context.world.jobs.resolve(readTarget(given));
  await context.addNote("targets", [...minions]);
  return minions;
}

interface Reboot {
  readonly given: ValueMap;
  readonly context: StepContext;
  /** Filled with what is known of each minion that is back. */
  readonly changes: ValueMap;
}

/** @returns why it failed, or null */
async function rebootSome(
  mark: string,
  minions: readonly string[],
  { given, context, changes }: Reboot,
): Promise<string | null> {
  const before = await bootIdsBefore(mark, minions, { given, context, changes });
  const unknown = minions.filter((minion) => typeof before.get(minion)?.bootId !== "string");
  if (unknown.length > 0) {
    const why = unknown.map((minion) => before.get(minion)?.why ?? "no answer").join("; ");
    return `Nothing was rebooted: the boot id of ${listed(unknown)} is not known: ${why}.`;
  }
  const sentAt = await send(mark, minions, { given, context });
  const limitMs = seconds(given, "timeout", standard.timeoutS) * 1000;
  const pending = new Set(minions);
  const seen = new Map<string, string>();
  // A slow minion may answer the question of a turn in one of the next.
  const heard = new Set<string>();
  while (pending.size > 0) {
    if (context.signal.aborted) throw new Suspended();
    const { clock } = context.world;
    await context.world.ping([...pending], (minion) => heard.add(minion));
    await pause(Math.min(seconds(given, "interval", standard.intervalS), 2) * 1000, context);
    if (context.signal.aborted) throw new Suspended();
    const there = [...pending].filter((minion) => heard.has(minion));
    heard.clear();
    const back = await bootIds(there, given, context);
    for (const [minion, { bootId }] of back) {
      const old = before.get(minion)?.bootId ?? "";
      if (bootId === null) continue;
      seen.set(minion, bootId === old ? "it answers, and has not rebooted" : "");
      if (bootId === old) continue;
      pending.delete(minion);
      changes.set(minion, changeOf(old, bootId, (clock.now() - sentAt) / 1000));
      context.progress(`${minion} is back${pending.size > 0 ? `, ${listed([...pending])} to come` : ""}`);
    }
    if (pending.size > 0 && clock.now() - sentAt >= limitMs) {
      const states = [...pending].map((minion) => `${minion} (${seen.get(minion) ?? "it does not answer"})`);
      return `Not back within ${limitMs / 1000} seconds: ${states.join(", ")}.`;
    }
    if (pending.size > 0) await pause(seconds(given, "interval", standard.intervalS) * 1000, context);
  }
  return null;
}

function changeOf(before: string, after: string, tookS: number): Value {
  return new Map<Value, Value>([
    [
      "boot_id",
      new Map([
        ["old", before],
        ["new", after],
      ]),
    ],
    ["back_after_seconds", Math.round(tookS)],
  ]);
}

interface BootId {
  readonly bootId: string | null;
  readonly why: string;
}

/** On disk before the reboot is sent: afterwards nobody can ask for them. */
async function bootIdsBefore(
  mark: string,
  minions: readonly string[],
  { given, context }: Reboot,
): Promise<ReadonlyMap<string, BootId>> {
  const noted = context.note(`before ${mark}`);
  if (isMap(noted))
    return new Map([...noted].map(([minion, bootId]) => [String(minion), { bootId: String(bootId), why: "" }]));
  const found = await bootIds(minions, given, context);
  const known = [...found].flatMap(([minion, { bootId }]): [Value, Value][] =>
    bootId === null ? [] : [[minion, bootId]],
  );
  if (known.length === minions.length) await context.addNote(`before ${mark}`, new Map(known));
  return found;
}

/** @returns when it was sent */
async function send(
  mark: string,
  minions: readonly string[],
  { given, context }: Pick<Reboot, "given" | "context">,
): Promise<number> {
  const { jobs, clock } = context.world;
  const noted = context.note(`reboot ${mark}`);
  const [jid, at] = Array.isArray(noted) ? noted : [jobs.newJid(), clock.now()];
  const sentAt = typeof at === "number" ? at : clock.now();
  if (noted === undefined) await context.addNote(`reboot ${mark}`, [jid ?? "", sentAt]);
  // It is sent once: a minion that has just come up has forgotten the job's id, and would reboot again.
  if (context.note(`sent ${mark}`) === undefined && !(await jobs.get(String(jid)))) {
    const [arg, kwarg] = [given.get("arg"), given.get("kwarg")];
    const words: Value[] = Array.isArray(arg) ? [...arg] : [];
    if (isMap(kwarg)) words.push(new Map<Value, Value>([...kwarg, ["__kwarg__", true]]));
    await jobs.publishAs(String(jid), {
      target: { type: "list", expression: minions },
      fun: pythonText(given.get("function") ?? standard.fun),
      arg: encode(words),
      user: context.run.user,
    });
    await context.addNote(`sent ${mark}`, true);
  }
  context.progress(`waits until ${listed(minions)} ${minions.length === 1 ? "is" : "are"} back from the reboot`);
  return sentAt;
}

async function bootIds(
  minions: readonly string[],
  given: ValueMap,
  context: StepContext,
): Promise<ReadonlyMap<string, BootId>> {
  if (minions.length === 0) return new Map();
  const { jobs } = context.world;
  const jid = jobs.newJid();
  const command = pythonText(given.get("boot_id_command") ?? standard.bootIdCommand);
  await jobs.publishAs(jid, {
    target: { type: "list", expression: minions },
    fun: "cmd.run",
    arg: encode([command]),
    user: context.run.user,
  });
  const results = await outcomes(jobs, jid, context.signal);
  return new Map(results.map((one) => [one.minion, bootIdOf(one)]));
}

function bootIdOf(result: MinionResult): BootId {
  if (result.value === null) return { bootId: null, why: silenceOf(result) };
  const read = decode(result.value);
  const text = read.ok && typeof read.value === "string" ? read.value.trim() : "";
  if (result.outcome !== "returned" || text === "")
    return {
      bootId: null,
      why: `${result.minion} says ${text === "" ? "nothing" : JSON.stringify(text.slice(0, 200))}`,
    };
  return { bootId: text, why: "" };
}

function seconds(given: ValueMap, key: string, otherwise: number): number {
  const value = given.get(key);
  return typeof value === "number" && value > 0 ? value : otherwise;
}
