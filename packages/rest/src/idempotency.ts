import { createHash } from "node:crypto";
import { masterBusy } from "@salina/api";
import { httpErrors, validation } from "./errors.js";
import { RequestError } from "./problem.js";

const keptMs = 24 * 3600 * 1000;
const maxKeys = 50_000;

/**
 * What `Idempotency-Key` has started, for 24 hours and in memory only: a restarted daemon has forgotten it.
 *
 *     (principal, key) -> running -> done(jid)       the same body again: the same job
 *                            \-> forgotten           it failed, so nothing was started
 */
export class IdempotentJobs {
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly body: string; readonly endsAt: number; jid: string | null }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Starts a job, or finds the one that was. @throws idempotency-key-reused, conflict, master-busy, and what `start` throws */
  async run(
    principal: string,
    key: string,
    body: unknown,
    start: () => Promise<string>,
  ): Promise<{ readonly jid: string; readonly replayed: boolean }> {
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw validation([{ pointer: "", message: "`Idempotency-Key` has 1 to 255 printable characters" }]);
    }
    this.#forgetOld();
    const name = JSON.stringify([principal, key]);
    const hash = createHash("sha256").update(JSON.stringify(body)).digest("base64");
    const known = this.#entries.get(name);
    if (known) return { jid: replay(known, hash), replayed: true };
    // To forget a live key would be to run its job twice.
    if (this.#entries.size >= maxKeys) throw masterBusy({ what: "The memory of idempotency keys" });
    const entry = { body: hash, endsAt: this.#now() + keptMs, jid: null as string | null };
    this.#entries.set(name, entry);
    try {
      entry.jid = await start();
      return { jid: entry.jid, replayed: false };
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  /** Entries stand in the order in which they end. */
  #forgetOld(): void {
    const now = this.#now();
    for (const [name, { endsAt }] of this.#entries) {
      if (endsAt > now) return;
      this.#entries.delete(name);
    }
  }
}

function replay(known: { readonly body: string; readonly jid: string | null }, body: string): string {
  if (known.body !== body) {
    throw new RequestError(httpErrors.idempotencyKeyReused, "This key came with another body before.");
  }
  if (known.jid === null)
    throw new RequestError(httpErrors.conflict, "The first request with this key is still running.");
  return known.jid;
}
