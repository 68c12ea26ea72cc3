import { answer } from "./answer.js";
import { integers, texts } from "./check.js";
import type { MinionRecord, MinionStore, StoredMinionData } from "./port.js";

export function memoryMinions(onRemove: (id: string) => void): MinionStore {
  const records = new Map<string, MinionRecord>();
  const pillars = new Map<string, Uint8Array>();

  function change(id: string, changes: Partial<MinionRecord>): void {
    const known = records.get(id) ?? { id, lastSeenAt: null, era: null, provenEra: null, grains: null, grainsAt: null };
    records.set(id, { ...known, ...changes });
  }

  return {
    seen(id, at, era) {
      integers({ at, era });
      texts({ id });
      change(id, { lastSeenAt: at, era });
    },
    seenNow: (id, at, era) =>
      answer(() => {
        integers({ at, era });
        texts({ id });
        change(id, { lastSeenAt: at, era });
      }),
    proveEra: (id, era) =>
      answer(() => {
        integers({ era });
        texts({ id });
        change(id, { provenEra: Math.max(era, records.get(id)?.provenEra ?? era) });
      }),
    forgetEra: (id) =>
      answer(() => {
        if (records.has(id)) change(id, { provenEra: null });
      }),
    saveData: ({ id, grains, pillar }, at) =>
      answer(() => {
        integers({ at });
        texts({ id });
        change(id, { grains: new Uint8Array(grains), grainsAt: at });
        if (pillar) pillars.set(id, new Uint8Array(pillar));
        else pillars.delete(id);
      }),
    data: (ids) =>
      answer(() =>
        [...new Set(ids)].sort().flatMap((id): StoredMinionData[] => {
          const grains = records.get(id)?.grains ?? null;
          return grains ? [{ id, grains, pillar: pillars.get(id) ?? null }] : [];
        }),
      ),
    get: (id) => answer(() => records.get(id)),
    all: () =>
      answer(() =>
        [...records.values()].map((record) => ({ ...record, grains: null })).sort((a, b) => (a.id < b.id ? -1 : 1)),
      ),
    remove: (id) =>
      answer(() => {
        records.delete(id);
        pillars.delete(id);
        onRemove(id);
      }),
  };
}
