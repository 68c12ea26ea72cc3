import { createHmac } from "node:crypto";
import type { Alert, AlertTarget } from "./alert.js";

export interface WebhookOptions {
  readonly url: string;
  /** Signs what is sent; null: it is not signed. */
  readonly secret: string | null;
  readonly timeoutMs: number;
  readonly masterId: string;
  readonly nowMs: () => number;
}

/**
 * Sends alerts as JSON by POST. With a secret `X-Salina-Signature` is `sha256=` and the HMAC, in hex, of the text of
 * `X-Salina-Timestamp` (seconds), a point, and the body.
 */
export function webhook(name: string, options: WebhookOptions): AlertTarget {
  const { url, secret, timeoutMs, masterId, nowMs } = options;
  return {
    name,
    async deliver(alert) {
      const body = JSON.stringify(alertBody(alert, masterId));
      const timestamp = String(Math.floor(nowMs() / 1000));
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "salina",
          ...(secret === null ? {} : signed(secret, timestamp, body)),
        },
        body,
        // What is signed for one place is not carried to another.
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
    },
  };
}

function signed(secret: string, timestamp: string, body: string): Record<string, string> {
  const hmac = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "x-salina-timestamp": timestamp, "x-salina-signature": `sha256=${hmac}` };
}

export function alertBody({ run, fun }: Alert, masterId: string): Record<string, unknown> {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    master: masterId,
    schedule: run.name,
    function: fun,
    run: run.id,
    cause: run.cause,
    outcome: run.outcome,
    reason: run.reason,
    minions: run.minions,
    count: run.count,
    jid: run.jid,
    dueAt: time(run.dueAt),
    startedAt: time(run.startedAt),
    endedAt: time(run.endedAt),
  };
}
