export interface WebQuery {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
  readonly timeoutMs: number;
  /** Answers with a longer body fail. */
  readonly maxBytes: number;
}

export type WebAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly statusText: string;
      readonly headers: Headers;
      readonly body: Uint8Array;
    }
  | { readonly kind: "failed"; readonly reason: string; readonly timedOut: boolean };

/** Asks a web server, following redirects. What goes wrong is an answer too. */
export async function webQuery({ url, timeoutMs, maxBytes, ...init }: WebQuery): Promise<WebAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...init, signal, redirect: "follow" });
    const body = await limited(response, maxBytes);
    const { status, statusText, headers } = response;
    return { kind: "answered", status, statusText, headers, body };
  } catch (error) {
    if (signal.aborted) return { kind: "failed", reason: `no answer within ${timeoutMs / 1000} s`, timedOut: true };
    return { kind: "failed", reason: reasonOf(error), timedOut: false };
  }
}

async function limited(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` says only "fetch failed"; why stands below. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  if (cause instanceof Error && cause.message !== "") return cause.message;
  return message;
}
