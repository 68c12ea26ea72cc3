import { stateReturn } from "@salina/orchestration";
import { globMatcher } from "@salina/targeting";
import { decode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { type Step, type StepContext, Suspended } from "../step-context.js";

const standardTimeoutS = 300;

/** Waits until an event of each id was seen. @source salt/states/saltmod.py, wait_for_event */
export const waitForEvent: Step = {
  required: ["id_list"],
  async run(given, context) {
    const name = pythonText(given.get("name") ?? null);
    if (context.test) return stateReturn(name, null, `Orchestration would wait for event '${name}'`);
    const wanted = given.get("id_list");
    if (!Array.isArray(wanted)) return stateReturn(name, false, "'id_list' has to be a list of ids");
    const noted = context.note("seen");
    const seen: Value[] = Array.isArray(noted) ? noted : [];
    const missing = wanted.map(pythonText).filter((id) => !seen.includes(id));
    const timeout = given.get("timeout");
    const limitMs = (typeof timeout === "number" ? timeout : standardTimeoutS) * 1000;
    const all = await watch(
      { name, eventId: pythonText(given.get("event_id") ?? "id"), missing, seen, limitMs },
      context,
    );
    const changes: ValueMap = seen.length > 0 ? new Map([["minions_seen", seen]]) : new Map();
    const tookS = (context.world.clock.now() - context.startedAt) / 1000;
    const comment = all ? `All events seen in ${tookS} seconds.` : `Timeout value reached.${stillMissing(missing)}`;
    return stateReturn(name, all, comment, changes);
  },
};

interface Watch {
  readonly name: string;
  readonly eventId: string;
  /** Shrinks. */
  readonly missing: string[];
  /** Grows. */
  readonly seen: Value[];
  readonly limitMs: number;
}

async function watch({ name, eventId, missing, seen, limitMs }: Watch, context: StepContext): Promise<boolean> {
  const { clock, events } = context.world;
  if (missing.length === 0) return true;
  const matches = globMatcher(name);
  const ended = new AbortController();
  const stop = () => ended.abort();
  const callOff = clock.after(Math.max(0, context.startedAt + limitMs - clock.now()), stop);
  context.signal.addEventListener("abort", stop, { once: true });
  context.progress(`waits for '${name}' of ${missing.join(", ")}`);
  try {
    for await (const event of events.watch({}, ended.signal)) {
      if ("gap" in event || !matches(event.tag)) continue;
      const found = idsIn(event.data, eventId).filter((id) => missing.includes(id));
      if (found.length === 0) continue;
      for (const id of found) missing.splice(missing.indexOf(id), 1);
      seen.push(...found);
      await context.addNote("seen", [...seen]);
      if (missing.length === 0) return true;
    }
  } finally {
    callOff();
    context.signal.removeEventListener("abort", stop);
  }
  if (context.signal.aborted) throw new Suspended();
  return false;
}

/** One id, or a list of them, in the event's data or in its `data`. */
function idsIn(packed: Uint8Array, eventId: string): readonly string[] {
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok || !isMap(read.value)) return [];
  const inner = read.value.get("data");
  const value = read.value.get(eventId) ?? (isMap(inner) ? inner.get(eventId) : null) ?? null;
  return (Array.isArray(value) ? value : [value]).map(pythonText);
}

function stillMissing(missing: readonly string[]): string {
  return ` Not seen: ${missing.join(", ")}.`;
}
