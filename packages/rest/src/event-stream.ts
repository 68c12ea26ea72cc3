import { PassThrough } from "node:stream";
import type { After } from "./wait-for-job.js";

/** One event of a stream. */
export interface StreamEvent {
  /** What a client that comes back names as the last it has seen. */
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

/** So that proxies and clients see that the line is alive. */
const beatMs = 15_000;

/** The body of a `text/event-stream`; it ends with the events, and ends them when the client leaves. @source WHATWG HTML, server-sent events */
export function eventStream(
  events: (signal: AbortSignal) => AsyncIterable<StreamEvent>,
  { after, closing, left }: { readonly after: After; readonly closing: AbortSignal; readonly left: () => void },
): PassThrough {
  const body = new PassThrough();
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, closing]);
  let callOff: () => void = () => undefined;
  const beat = () => {
    body.write(": alive\n\n");
    callOff = after(beatMs, beat);
  };
  callOff = after(beatMs, beat);
  body.once("close", () => {
    gone.abort();
    callOff();
    left();
  });
  const write = async () => {
    for await (const { id, event, data } of events(signal)) {
      const lines = [...(id === undefined ? [] : [`id: ${id}`]), `event: ${event}`, `data: ${JSON.stringify(data)}`];
      if (body.write(`${lines.join("\n")}\n\n`) || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        body.once("drain", resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
  };
  write().then(
    () => body.end(),
    (error: Error) => body.destroy(signal.aborted ? undefined : error),
  );
  return body;
}
