import type { DatabaseSync } from "node:sqlite";
import type { MinionResult } from "@salina/api";
import type { NewReturn } from "../port.js";
import { maxConflictsOfMinion, sameAnswer } from "../results.js";
import { bit, resultOfRow, returnOfRow } from "./job-rows.js";
import { integer } from "./row.js";

export type ResultTable = ReturnType<typeof resultTable>;

/** What is known of minions in a job, and answers that came second. */
export function resultTable(db: DatabaseSync) {
  const one = db.prepare("SELECT * FROM results WHERE jid = ? AND minion = ?");
  const ofJob = db.prepare("SELECT * FROM results WHERE jid = ? ORDER BY arrival");
  const save = db.prepare(
    `INSERT INTO results (jid, minion, targeted, outcome, late, retcode, success, value, out,
                          returned_at, confirmed_at, last_seen_at, connected)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (jid, minion) DO UPDATE SET
       outcome = excluded.outcome, late = excluded.late, retcode = excluded.retcode, success = excluded.success,
       value = excluded.value, out = excluded.out, returned_at = excluded.returned_at,
       confirmed_at = excluded.confirmed_at, last_seen_at = excluded.last_seen_at, connected = excluded.connected`,
  );
  const count = db.prepare(
    `SELECT count(*) AS known, count(*) FILTER (WHERE outcome = 'returned') AS succeeded
     FROM results WHERE jid = ? AND (targeted OR ?)`,
  );
  const conflictsOfMinion = db.prepare("SELECT * FROM conflicts WHERE jid = ? AND minion = ?");
  const conflicts = db.prepare("SELECT * FROM conflicts WHERE jid = ? ORDER BY arrival");
  const addConflict = db.prepare(
    `INSERT INTO conflicts (jid, minion, late, retcode, success, value, out, returned_at)
     VALUES (?, ?, ?, ?, ?, ifnull(?, x''), ?, ?)`,
  );

  return {
    get(jid: string, minion: string): MinionResult | undefined {
      const row = one.get(jid, minion);
      return row && resultOfRow(row);
    },
    ofJob: (jid: string): readonly MinionResult[] => ofJob.all(jid).map(resultOfRow),
    save(jid: string, targeted: boolean, result: MinionResult): void {
      save.run(
        jid,
        result.minion,
        bit(targeted),
        result.outcome,
        bit(result.late),
        result.retcode,
        bit(result.success),
        result.value,
        result.out,
        result.returnedAt,
        result.confirmedAt,
        result.lastSeenAt,
        bit(result.connected),
      );
    },
    /** @param unaskedToo whether minions that were not targeted count */
    count(jid: string, unaskedToo: boolean): { readonly known: number; readonly succeeded: number } {
      const row = count.get(jid, bit(unaskedToo)) ?? {};
      return { known: integer(row, "known"), succeeded: integer(row, "succeeded") };
    },
    conflicts: (jid: string): readonly NewReturn[] => conflicts.all(jid).map(returnOfRow),
    addConflict(answer: NewReturn): void {
      const kept = conflictsOfMinion.all(answer.jid, answer.minion).map(returnOfRow);
      if (kept.length >= maxConflictsOfMinion || kept.some((other) => sameAnswer(other, answer))) return;
      const { jid, minion, late, retcode, success, value, out, returnedAt } = answer;
      addConflict.run(jid, minion, bit(late), retcode, bit(success), value, out, returnedAt);
    },
  };
}
