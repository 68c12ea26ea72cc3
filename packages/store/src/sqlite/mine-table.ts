import type { DatabaseSync } from "node:sqlite";
import type { MineEntry } from "../port.js";
import { bytesOrNull, text } from "./row.js";

export type MineTable = ReturnType<typeof mineTable>;

export function mineTable(db: DatabaseSync) {
  const save = db.prepare("INSERT OR REPLACE INTO mine (minion, fun, value) VALUES (?, ?, ifnull(?, x''))");
  const remove = db.prepare("DELETE FROM mine WHERE minion = ? AND fun = ?");
  const flush = db.prepare("DELETE FROM mine WHERE minion = ?");
  // The ids come as one JSON list: a statement may have a limited number of parameters, and a fleet has more.
  const get = db.prepare(
    `SELECT minion, fun, value FROM mine
     WHERE minion IN (SELECT value FROM json_each(?)) AND fun IN (SELECT value FROM json_each(?))
     ORDER BY minion, fun`,
  );

  const all = db.prepare(
    `SELECT minion, fun, value FROM mine WHERE minion IN (SELECT value FROM json_each(?)) ORDER BY minion, fun`,
  );

  return {
    update(minion: string, entries: readonly (readonly [fun: string, value: Uint8Array])[], clear: boolean): void {
      if (clear) flush.run(minion);
      for (const [fun, value] of entries) save.run(minion, fun, value);
    },
    remove(minion: string, fun: string): void {
      remove.run(minion, fun);
    },
    flush(minion: string): void {
      flush.run(minion);
    },
    get: (minions: readonly string[], funs: readonly string[] | null): readonly MineEntry[] =>
      (funs === null ? all.all(JSON.stringify(minions)) : get.all(JSON.stringify(minions), JSON.stringify(funs))).map(
        (row) => ({
          minion: text(row, "minion"),
          fun: text(row, "fun"),
          value: bytesOrNull(row, "value") ?? new Uint8Array(),
        }),
      ),
  };
}
