import { setTimeout as delay } from "node:timers/promises";

export interface UntilOptions {
  readonly timeoutMs: number;
  /** What is awaited, for the message when it does not come. */
  readonly about: string;
  readonly everyMs?: number;
}

/**
 * Asks again until the answer is neither false, null nor undefined, and resolves with it. For what tells nobody when it
 * changes: files, ports, other people's processes.
 *
 * @throws Error that says what was awaited; an error of `ask` goes through at once
 */
export async function until<Value>(
  ask: () => Value | Promise<Value>,
  { timeoutMs, about, everyMs = 50 }: UntilOptions,
): Promise<Exclude<Value, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) {
      return answer as Exclude<Value, false | null | undefined>;
    }
    if (performance.now() > deadline) throw new Error(`no ${about} within ${timeoutMs / 1000} s`);
    await delay(everyMs);
  }
}
