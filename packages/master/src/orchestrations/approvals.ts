import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isTrue } from "@salina/orchestration";
import { encode, pythonText, type Value, type ValueMap } from "@salina/wire";

/** A step that says `destructive: True`, with the minions that it would touch now. */
export interface DestructiveStep {
  readonly digest: string;
  readonly id: string;
  readonly fun: string;
  readonly sls: string;
  readonly what: string;
  readonly minions: readonly string[];
}

export function isDestructive(low: ValueMap): boolean {
  return isTrue(low.get("destructive"));
}

/** Names a step by all that it says. */
export function digestOf(low: ValueMap): string {
  return createHash("sha256").update(encode(low)).digest("hex");
}

export function describeStep(low: ValueMap, minions: readonly string[]): DestructiveStep {
  const text = (key: string) => pythonText(low.get(key) ?? null);
  const sls = low.get("sls") ?? low.get("top") ?? low.get("name") ?? null;
  return {
    digest: digestOf(low),
    id: text("__id__"),
    fun: `${text("state")}.${text("fun")}`,
    sls: text("__sls__"),
    what: Array.isArray(sls) ? sls.map(pythonText).join(", ") : pythonText(sls),
    minions: [...minions].sort(),
  };
}

/**
 * Words that let a plan with destructive steps run: each is good for these steps with these arguments on these minions,
 * for one user, and for a limited time.
 */
export class Approvals {
  readonly #key: Uint8Array;
  readonly #validMs: number;

  /** @param key random, of this life of the daemon */
  constructor(key: Uint8Array, validMs: number) {
    this.#key = key;
    this.#validMs = validMs;
  }

  give(plan: readonly DestructiveStep[], user: string, now: number): string {
    return this.#word(plan, user, now + this.#validMs);
  }

  /** Why it is no good, or null. */
  refusal(word: string, plan: readonly DestructiveStep[], user: string, now: number): string | null {
    const until = Number.parseInt(word.split("-")[0] ?? "", 36);
    if (!Number.isSafeInteger(until)) return "it is none of this master's";
    const expected = Buffer.from(this.#word(plan, user, until));
    const given = Buffer.from(word);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return "it was given for another plan, other minions or another user, or before the master was started";
    return until < now ? "its time is over" : null;
  }

  #word(plan: readonly DestructiveStep[], user: string, until: number): string {
    const steps = plan.map(({ digest, minions }): Value => [digest, [...minions]]);
    const mac = createHmac("sha256", this.#key).update(encode([user, until, steps]));
    return `${until.toString(36)}-${mac.digest("hex").slice(0, 32)}`;
  }
}
