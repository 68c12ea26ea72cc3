import type { ValueMap } from "@salina/wire";
import { Chunk } from "../run/chunk.js";
import { ChunkIndex } from "../run/chunk-index.js";

const kinds = [
  ...["require", "require_any", "watch", "watch_any", "onfail", "onfail_any", "onfail_all", "onchanges"],
  ...["onchanges_any", "prerequired"],
];

/** The first circle of steps that wait for each other, as an error; null: there is none. */
export function circle(chunks: readonly ValueMap[], processedSls: readonly string[]): string | null {
  const all = chunks.map((low) => new Chunk(low));
  const index = new ChunkIndex(all, processedSls);
  const done = new Set<Chunk>();
  for (const start of all) {
    if (done.has(start)) continue;
    const path: Chunk[] = [start];
    const onPath = new Set(path);
    const open = [{ next: waitsFor(start, index) }];
    while (open.length > 0) {
      const top = open.at(-1);
      const one = top?.next.pop();
      if (one === undefined) {
        open.pop();
        const left = path.pop();
        if (!left) continue;
        onPath.delete(left);
        done.add(left);
      } else if (onPath.has(one)) {
        const names = [...path.slice(path.indexOf(one)), one].map(({ sls, id }) => `SLS "${sls}" ID "${id}"`);
        return `A recursive requisite was found: ${names.join(" waits for ")}`;
      } else if (!done.has(one)) {
        path.push(one);
        onPath.add(one);
        open.push({ next: waitsFor(one, index) });
      }
    }
  }
  return null;
}

function waitsFor(chunk: Chunk, index: ChunkIndex): Chunk[] {
  return kinds.flatMap((kind) =>
    (chunk.requisites(kind) ?? []).flatMap((wanted) =>
      // A step of an SLS that it requires as a whole does not wait for itself.
      (index.find(wanted) ?? []).filter((one) => wanted.key !== "sls" || one !== chunk),
    ),
  );
}
