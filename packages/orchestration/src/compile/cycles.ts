import type { ValueMap } from "@salina/wire";
import { Chunk, type Requisite } from "../run/chunk.js";
import { ChunkIndex } from "../run/chunk-index.js";

const always = [
  ...["require", "require_any", "watch", "watch_any", "onfail", "onfail_any", "onfail_all"],
  ...["onchanges", "onchanges_any"],
];
/** A step that runs waits for those that have it as `prereq`. */
const whenRun = [...always, "prerequired"];
/** A `prereq` runs in test mode first, and what that one waits for runs before. */
const whenTested = [...always, "prereq"];

/** The first circle of steps that wait for each other, as an error; null: there is none. */
export function circle(chunks: readonly ValueMap[], processedSls: readonly string[]): string | null {
  const all = chunks.map((low) => new Chunk(low));
  const index = new ChunkIndex(all, processedSls);
  return firstCircle(all, index, whenRun) ?? firstCircle(all, index, whenTested);
}

/** What a requisite names. One for all steps that have the same, so that there is one way for each and not one for each pair. */
interface Hub {
  readonly named: readonly Chunk[];
}

function firstCircle(all: readonly Chunk[], index: ChunkIndex, kinds: readonly string[]): string | null {
  const hubs = new Map<string, Hub>();
  const hubOf = (wanted: Requisite): readonly Hub[] => {
    if (typeof wanted.value !== "string") return [];
    const key = `${wanted.key}\0${wanted.value}`;
    const known = hubs.get(key);
    if (known) return [known];
    const made = { named: index.find(wanted) ?? [] };
    hubs.set(key, made);
    return [made];
  };
  const next = (node: Chunk | Hub): (Chunk | Hub)[] =>
    node instanceof Chunk ? kinds.flatMap((kind) => (node.requisites(kind) ?? []).flatMap(hubOf)) : [...node.named];

  const done = new Set<Chunk | Hub>();
  for (const start of all) {
    if (done.has(start)) continue;
    const path: (Chunk | Hub)[] = [start];
    const onPath = new Set(path);
    const open = [next(start)];
    while (open.length > 0) {
      const one = open.at(-1)?.pop();
      if (one === undefined) {
        open.pop();
        const left = path.pop();
        if (!left) continue;
        onPath.delete(left);
        done.add(left);
      } else if (onPath.has(one)) {
        return told(path.slice(path.indexOf(one)).filter((node) => node instanceof Chunk));
      } else if (!done.has(one)) {
        path.push(one);
        onPath.add(one);
        open.push(next(one));
      }
    }
  }
  return null;
}

function told(round: readonly Chunk[]): string {
  const names = [...round, ...round.slice(0, 1)].map(({ sls, id }) => `SLS "${sls}" ID "${id}"`);
  return `A recursive requisite was found: ${names.join(" waits for ")}`;
}
