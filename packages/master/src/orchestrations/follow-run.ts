import type { BusEvent, RunDetails, RunUpdate } from "@salina/api";
import { decode, encode, isMap, pythonText, type ValueMap } from "@salina/wire";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";

/** A run as it goes on, from how it is now to its end. @param details undefined: there is no such run (any more) */
export async function* followRun(
  jid: string,
  { events, details }: { events: Pick<EventBus, "watch">; details: () => Promise<RunDetails | undefined> },
  signal: AbortSignal,
): AsyncGenerator<RunUpdate> {
  const heard = events.watch({}, signal)[Symbol.asyncIterator]();
  // It listens from now on: what happens while the run is read is not missed.
  let next = heard.next();
  try {
    let run = await details();
    if (run === undefined) return;
    yield { kind: "run", run };
    while (run.endedAt === null) {
      const { done, value } = await next;
      if (done) return;
      next = heard.next();
      if ("gap" in value || value.tag === tags.orchestrationEnd(jid)) {
        run = await details();
        if (run === undefined) return;
        if (run.endedAt === null) yield { kind: "run", run };
      } else {
        const update = updateOf(run, value);
        if (update !== null) yield update;
      }
    }
    yield { kind: "end", run };
  } finally {
    await heard.return?.(undefined);
  }
}

function updateOf({ jid, steps }: RunDetails, { tag, data }: BusEvent): RunUpdate | null {
  const isStep = tag.startsWith(`salt/job/${jid}/prog/`);
  if (!isStep && tag !== tags.orchestrationProgress(jid)) return null;
  const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok || !isMap(read.value)) return null;
  const text = (map: ValueMap, key: string) => pythonText(map.get(key) ?? "");
  if (!isStep) return { kind: "progress", step: text(read.value, "step"), message: text(read.value, "message") };
  const ret = read.value.get("ret");
  if (!isMap(ret)) return null;
  const [id, name] = [text(ret, "__id__"), text(ret, "name")];
  const planned = steps.find((step) => step.id === id && step.name === name);
  return planned ? { kind: "step", step: { ...planned, result: encode(ret) } } : null;
}
