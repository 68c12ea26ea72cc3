import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Hook } from "./hook-options.js";

const windowMs = 300_000;
const maxSeen = 100_000;

export interface SignedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/**
 * Whether requests come from whoever knows the secret of a hook.
 *
 *     salina: x-salina-timestamp: SECONDS    x-salina-signature:  sha256=HEX of "SECONDS.PATH.BODY"
 *     github:                                x-hub-signature-256: sha256=HEX of "BODY"
 *
 * The same signature counts once: whoever has listened cannot send it again. For `salina` that holds for ever, since a
 * time of more than five minutes ago does not count; for `github` as long as it is remembered.
 */
export class Signatures {
  readonly #hooks: ReadonlyMap<string, Hook>;
  readonly #now: () => number;
  /** In the order in which they were seen. */
  readonly #seen = new Map<string, number>();

  constructor(hooks: readonly Hook[], now: () => number) {
    this.#hooks = new Map(hooks.map((hook) => [hook.path, hook]));
    this.#now = now;
  }

  knows(path: string): boolean {
    return this.#hooks.has(path);
  }

  isGood({ path, headers, body }: SignedRequest): boolean {
    const hook = this.#hooks.get(path);
    if (!hook) return false;
    const given = signatureIn(headers[hook.signature === "github" ? "x-hub-signature-256" : "x-salina-signature"]);
    if (!given) return false;
    const hmac = createHmac("sha256", hook.secret);
    if (hook.signature === "salina") {
      const timestamp = headers["x-salina-timestamp"];
      if (typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp)) return false;
      if (Math.abs(this.#now() - Number(timestamp) * 1000) > windowMs) return false;
      hmac.update(`${timestamp}.${path}.`);
    }
    if (!timingSafeEqual(hmac.update(body).digest(), given)) return false;
    return this.#isFirst(`${path} ${given.toString("hex")}`);
  }

  #isFirst(signature: string): boolean {
    const now = this.#now();
    for (const [known, at] of this.#seen) {
      // A time may lie ahead as far as behind.
      if (now - at <= 2 * windowMs && this.#seen.size < maxSeen) break;
      this.#seen.delete(known);
    }
    if (this.#seen.has(signature)) return false;
    this.#seen.set(signature, now);
    return true;
  }
}

function signatureIn(header: string | readonly string[] | undefined): Buffer | undefined {
  const hex = typeof header === "string" ? /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1] : undefined;
  return hex === undefined ? undefined : Buffer.from(hex, "hex");
}
