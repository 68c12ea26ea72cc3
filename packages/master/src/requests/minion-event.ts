import { isMap, type Result, type Value, type ValueMap } from "@salina/wire";
import type { EventBus } from "../events/event-bus.js";
import { isReservedTag, mayFire } from "../events/minion-tags.js";
import { type Log, untrusted } from "../log.js";
import type { Counters } from "../status/counters.js";
import { fault, optionalText } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

export interface MinionEventDeps {
  readonly events: EventBus;
  readonly counters: Counters;
  readonly log: Log;
}

interface OneEvent {
  readonly tag: string;
  readonly data: ValueMap;
}

/**
 * `_minion_event`: a minion fires on the master's bus. With `events` each entry's `data` goes out under its `tag`, else
 * the whole load under `load.tag`. Tags that speak
 * for somebody else are dropped.
 */
export function minionEvent(deps: MinionEventDeps): MinionRequest<readonly OneEvent[]> {
  return {
    cmd: "_minion_event",
    doc: "fires an event; tags that speak for the master or another minion are refused",
    test: "packages/master/src/requests/minion-event.test.ts",
    needsId: true,
    input: parseEvents,
    run(events, from) {
      for (const { tag, data } of events) {
        if (!mayFire(from.id, tag)) {
          deps.counters.add("event.refused");
          deps.log.warn(
            { event: "event.refused", minion: from.id, tag: untrusted(tag) },
            "a minion fired an event that is not its own to fire",
          );
        } else deps.events.fire(tag, isReservedTag(tag) ? underItsId(data, from.id) : data);
      }
      return Promise.resolve(sealed(null));
    },
  };
}

function parseEvents(load: ValueMap): Result<readonly OneEvent[]> {
  const list = load.get("events") ?? null;
  if (list === null) {
    const tag = load.get("tag");
    if (!isTag(tag)) return fault("tag", "text without line breaks");
    return { ok: true, value: [{ tag, data: wholeLoad(load) }] };
  }
  const pretag = optionalText(load, "pretag", 256);
  if (!pretag.ok) return pretag;
  if (!Array.isArray(list)) return fault("events", "a list");
  const events: OneEvent[] = [];
  for (const [at, entry] of list.entries()) {
    const tag = isMap(entry) ? entry.get("tag") : undefined;
    if (!isMap(entry) || !isTag(tag)) return fault(`events[${at}]`, "a map with a tag");
    const data = entry.get("data");
    const whole = isMap(data) ? data : data === undefined ? entry : new Map<Value, Value>([["data", data]]);
    events.push({ tag, data: whole });
    if (pretag.value) events.push({ tag: `${pretag.value}/${tag}`, data: whole });
  }
  return { ok: true, value: events };
}

function isTag(value: Value | undefined): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 1024 && !value.includes("\n");
}

/** As stock masters fire it: the load without what the transport needed. */
function wholeLoad(load: ValueMap): ValueMap {
  const data = new Map(load);
  for (const field of ["tok", "nonce", "sig"]) data.delete(field);
  return data;
}

/** What speaks for a minion names the one that has sent it, whatever it says. */
function underItsId(data: ValueMap, id: string): ValueMap {
  return data.has("id") ? new Map(data).set("id", id) : data;
}
