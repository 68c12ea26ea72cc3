import type { MinionResult } from "@salina/api";
import { decode, type Value } from "@salina/wire";
import type { PublishedStep } from "./publish-step.js";

/** What a minion gave, as steps look at it. */
export interface MinionAnswer {
  readonly minion: string;
  /** Undefined: there is no answer. */
  readonly ret: Value | undefined;
  readonly retcode: number;
  /** Why there is none, for a person. */
  readonly silence: string;
}

/** @param expected whether minions without an answer count */
export function answersOf({ results }: PublishedStep, expected: boolean): readonly MinionAnswer[] {
  return [...results.values()]
    .filter((one) => expected || one.value !== null)
    .map((one) => ({
      minion: one.minion,
      ret: one.value === null ? undefined : unpacked(one.value),
      retcode: one.retcode ?? 0,
      silence: silenceOf(one),
    }));
}

export function silent({ results }: PublishedStep): readonly MinionResult[] {
  return [...results.values()].filter(({ value }) => value === null);
}

export function silenceOf({ minion, outcome, lastSeenAt }: MinionResult): string {
  if (outcome === "offline")
    return lastSeenAt === null
      ? `${minion} is offline and was never seen`
      : `${minion} is offline, last seen ${new Date(lastSeenAt).toISOString()}`;
  return `${minion} is connected, but neither runs the job nor has returned it`;
}

function unpacked(value: Uint8Array): Value {
  const read = decode(value, { maxDepth: 512, duplicateKeys: "last" });
  return read.ok ? read.value : `the return cannot be read: ${read.fault.text}`;
}

/** `fail_minions`: a list, or texts with commas. */
export function readFailMinions(given: Value): { readonly ids: ReadonlySet<string>; readonly warning: string | null } {
  if (given === null) return { ids: new Set(), warning: null };
  if (typeof given === "string") return { ids: new Set(given.split(",").map((one) => one.trim())), warning: null };
  if (Array.isArray(given)) return { ids: new Set(given.map(String)), warning: null };
  return { ids: new Set(), warning: "'fail_minions' needs to be a list or a comma separated string. Ignored." };
}
