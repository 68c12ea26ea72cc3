import type { Value, ValueMap } from "@salina/wire";
import { Chunk } from "./chunk.js";
import { hasChanges } from "./requisite-status.js";
import type { ChunkResult } from "./step.js";

const requisites = [
  ...["onchanges", "onchanges_any", "onfail", "onfail_any", "onfail_all", "onfail_stop", "prereq", "prerequired"],
  ...["watch", "watch_any", "require", "require_any", "listen"],
];

interface Listener {
  readonly state: string;
  /** Its id, or for `listen_in` its id or name. */
  readonly who: string;
  readonly to: readonly Value[];
}

/**
 * What has to be run at the end, because something that is listened to has changed.
 * @source salt/state.py, State.call_listen
 */
export function listeners(
  chunks: readonly Chunk[],
  running: ReadonlyMap<string, ChunkResult>,
): { readonly watchers: readonly Chunk[]; readonly errors: ReadonlyMap<string, ValueMap> } {
  const known = uniqueChunks(chunks);
  const watchers: Chunk[] = [];
  const errors = new Map<string, ValueMap>();
  for (const { state, who, to } of chunks.flatMap(listenersOf)) {
    for (const [key, value] of to.flatMap((one) => heard(one, chunks))) {
      const named = known.filter((one) => one.state === key && isCalled(one, value));
      if (named.length === 0) {
        addError(errors, key, value);
        continue;
      }
      for (const one of named) {
        const result = running.get(one.tag);
        if (!result || !hasChanges(result)) continue;
        const listening = known.filter((chunk) => chunk.state === state && isCalled(chunk, who));
        if (listening.length === 0) addError(errors, state, who);
        watchers.push(...listening.map(asWatcher));
      }
    }
  }
  return { watchers, errors };
}

function listenersOf(chunk: Chunk): Listener[] {
  const own = chunk.low.get("listen");
  const found: Listener[] = Array.isArray(own) ? [{ state: chunk.state, who: chunk.id, to: own }] : [];
  const others = chunk.low.get("listen_in");
  for (const other of Array.isArray(others) ? others : []) {
    if (!(other instanceof Map)) continue;
    for (const [state, who] of other) {
      const to = [new Map<Value, Value>([[chunk.state, chunk.id]])];
      found.push({ state: String(state), who: String(who), to });
    }
  }
  return found;
}

/** A bare text is an id or a name: of the last one that is called so. */
function heard(one: Value, chunks: readonly Chunk[]): (readonly [string, string])[] {
  if (one instanceof Map) return [...one].map(([key, value]) => [String(key), String(value)] as const);
  const last = chunks.findLast((chunk) => typeof one === "string" && isCalled(chunk, one));
  return last ? [[last.state, last.id]] : [];
}

function isCalled(chunk: Chunk, text: string): boolean {
  return chunk.state === text || chunk.id === text || chunk.name === text;
}

/** Of chunks with the same state, id and name the last one counts, in the place of the first. */
function uniqueChunks(chunks: readonly Chunk[]): readonly Chunk[] {
  return [...new Map(chunks.map((chunk) => [`${chunk.state}\0${chunk.id}\0${chunk.name}`, chunk])).values()];
}

function asWatcher({ low }: Chunk): Chunk {
  const copy = new Map(low);
  copy.set("sfun", low.get("fun") ?? null);
  copy.set("fun", "mod_watch");
  copy.set("__id__", `listener_${String(low.get("__id__"))}`);
  for (const key of requisites) copy.delete(key);
  return new Chunk(copy);
}

function addError(errors: Map<string, ValueMap>, state: string, id: string): void {
  errors.set(
    `Listen_Error_|-listen_${id}_|-listen_${state}_|-Listen_Error`,
    new Map<Value, Value>([
      ["comment", `Referenced state ${state}: ${id} does not exist`],
      ["name", `listen_${state}:${id}`],
      ["result", false],
      ["changes", new Map()],
    ]),
  );
}
