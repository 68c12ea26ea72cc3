import type { RunnerItem, Services } from "@salina/api";

export interface RunnerCaller {
  readonly item: (item: RunnerItem) => Promise<void>;
  /** Aborted when the caller leaves: the runner goes on. */
  readonly signal: AbortSignal;
  /** It leaves as soon as it knows the id. */
  readonly detached: boolean;
}

/** Runs a runner for a caller who is told its id, and what it says on the bus while it runs. */
export async function runForCaller(
  { runners, events }: Pick<Services, "runners" | "events">,
  { fun, arg, user }: { readonly fun: string; readonly arg: Uint8Array; readonly user: string },
  { item, signal, detached }: RunnerCaller,
): Promise<Uint8Array> {
  const watching = new AbortController();
  const stop = () => watching.abort();
  signal.addEventListener("abort", stop, { once: true });
  let began: (jid: string) => void = () => undefined;
  const started = new Promise<string>((resolve) => {
    began = resolve;
  });
  const greeted = started.then(async (jid) => {
    await item({ kind: "started", jid });
    return jid;
  });
  greeted.catch(stop);
  // Watched before it begins: nothing of it is missed.
  const telling = tell(events.watch({ tagPrefix: "sal" }, watching.signal), greeted, item);
  telling.catch(stop);
  const running = runners.run(fun, arg, user, began);
  try {
    if (!detached) return await running;
    running.catch(() => undefined);
    // What it refuses at once is told.
    return await Promise.race([running, greeted.then(() => nothing)]);
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
  }
}

/** msgpack's nil. */
const nothing = new Uint8Array([0xc0]);

async function tell(
  events: ReturnType<Services["events"]["watch"]>,
  greeted: Promise<string>,
  item: RunnerCaller["item"],
): Promise<void> {
  for await (const event of events) {
    const jid = await greeted;
    if ("gap" in event || !isAbout(event.tag, jid)) continue;
    await item({ kind: "event", tag: event.tag, data: event.data });
  }
}

function isAbout(tag: string, jid: string): boolean {
  return [`salt/run/${jid}/progress`, `salina/run/${jid}/progress`, `salt/job/${jid}/prog/`].some((start) =>
    tag.startsWith(start),
  );
}
