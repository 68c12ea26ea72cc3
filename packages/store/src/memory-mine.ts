import { answer } from "./answer.js";
import { texts } from "./check.js";
import type { MineEntry, MineStore } from "./port.js";

export function memoryMine(): MineStore & { forget(minion: string): void } {
  const all = new Map<string, Map<string, Uint8Array>>();

  return {
    update: (minion, entries, { clear }) =>
      answer(() => {
        texts({ minion });
        const mine = clear ? new Map<string, Uint8Array>() : (all.get(minion) ?? new Map<string, Uint8Array>());
        for (const [fun, value] of entries) mine.set(fun, new Uint8Array(value));
        all.set(minion, mine);
      }),
    remove: (minion, fun) =>
      answer(() => {
        all.get(minion)?.delete(fun);
      }),
    flush: (minion) =>
      answer(() => {
        all.delete(minion);
      }),
    get: (minions, funs) =>
      answer(() => {
        const wanted = funs && new Set(funs);
        const entries: MineEntry[] = [];
        for (const minion of [...new Set(minions)].sort()) {
          const mine = [...(all.get(minion) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
          for (const [fun, value] of mine) if (wanted === null || wanted.has(fun)) entries.push({ minion, fun, value });
        }
        return entries;
      }),
    forget(minion) {
      all.delete(minion);
    },
  };
}
