import type { DatabaseSync } from "node:sqlite";
import type { MinionRecord, StoredMinionData } from "../port.js";
import type { Seen } from "./ops.js";
import { bytesOrNull, integerOrNull, type Row, text } from "./row.js";

export type MinionTable = ReturnType<typeof minionTable>;

export function minionTable(db: DatabaseSync) {
  const seen = db.prepare(
    `INSERT INTO minions (id, last_seen_at, era) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at, era = excluded.era`,
  );
  const proveEra = db.prepare(
    `INSERT INTO minions (id, proven_era) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET proven_era = max(ifnull(proven_era, excluded.proven_era), excluded.proven_era)`,
  );
  const forgetEra = db.prepare("UPDATE minions SET proven_era = NULL WHERE id = ?");
  const grainsAt = db.prepare(
    "INSERT INTO minions (id, grains_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET grains_at = excluded.grains_at",
  );
  const saveGrains = db.prepare("INSERT OR REPLACE INTO grains (id, grains) VALUES (?, ifnull(?, x''))");
  const savePillar = db.prepare("INSERT OR REPLACE INTO pillars (id, pillar) VALUES (?, ifnull(?, x''))");
  const data = db.prepare("SELECT id, grains, pillar FROM grains LEFT JOIN pillars USING (id) WHERE id = ?");
  const get = db.prepare("SELECT * FROM minions LEFT JOIN grains USING (id) WHERE id = ?");
  const all = db.prepare("SELECT *, NULL AS grains FROM minions ORDER BY id");
  const remove = db.prepare("DELETE FROM minions WHERE id = ?");
  const removeGrains = db.prepare("DELETE FROM grains WHERE id = ?");
  const removePillar = db.prepare("DELETE FROM pillars WHERE id = ?");

  return {
    seen(sightings: readonly Seen[]): void {
      for (const { id, at, era } of sightings) seen.run(id, at, era);
    },
    proveEra(id: string, era: number): void {
      proveEra.run(id, era);
    },
    forgetEra(id: string): void {
      forgetEra.run(id);
    },
    saveData({ id, grains, pillar }: StoredMinionData & { readonly grains: Uint8Array }, at: number): void {
      grainsAt.run(id, at);
      saveGrains.run(id, grains);
      if (pillar) savePillar.run(id, pillar);
      else removePillar.run(id);
    },
    data: (ids: readonly string[]): readonly StoredMinionData[] =>
      [...new Set(ids)].sort().flatMap((id) => {
        const row = data.get(id);
        return row ? [{ id, grains: bytesOrNull(row, "grains"), pillar: bytesOrNull(row, "pillar") }] : [];
      }),
    get(id: string): MinionRecord | undefined {
      const row = get.get(id);
      return row && record(row);
    },
    all: (): readonly MinionRecord[] => all.all().map(record),
    remove(id: string): void {
      remove.run(id);
      removeGrains.run(id);
      removePillar.run(id);
    },
  };
}

function record(row: Row): MinionRecord {
  return {
    id: text(row, "id"),
    lastSeenAt: integerOrNull(row, "last_seen_at"),
    era: integerOrNull(row, "era"),
    provenEra: integerOrNull(row, "proven_era"),
    grains: bytesOrNull(row, "grains"),
    grainsAt: integerOrNull(row, "grains_at"),
  };
}
