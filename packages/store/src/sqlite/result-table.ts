import type { DatabaseSync } from "node:sqlite";
import type { MinionResult } from "@salina/api";
import type { NewReturn } from "../port.js";
import { maxConflictsOfMinion, sameAnswer, silentResult } from "../results.js";
import { numberOfResult, stateNumber, statesOfReturn } from "../state-results.js";
import { bit, resultOfRow, returnOfRow } from "./job-rows.js";
import { bytes, integer, text } from "./row.js";

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
  const addState = db.prepare("INSERT OR IGNORE INTO state_results (state, result, jid, minion) VALUES (?, ?, ?, ?)");
  const removeState = db.prepare("DELETE FROM state_results WHERE state = ? AND result = ? AND jid = ? AND minion = ?");
  const answered = db.prepare("SELECT minion, value FROM results WHERE jid = ? AND value IS NOT NULL");
  const addSilent = db.prepare(
    `INSERT INTO results (jid, minion, targeted, outcome, late) VALUES (?, ?, 1, ?, 0)
     ON CONFLICT (jid, minion) DO NOTHING`,
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
      if (result.value === null) return;
      for (const [state, code] of numbers(result.value)) addState.run(state, code, jid, result.minion);
    },
    /** Before the results of a job are removed. */
    forgetStates(jid: string): void {
      for (const row of answered.all(jid)) {
        for (const [state, code] of numbers(bytes(row, "value")))
          removeState.run(state, code, jid, text(row, "minion"));
      }
    },
    /** Minions of an ended job of which nothing was ever known: they are found as the others are. */
    addSilent(jid: string, minions: readonly string[]): void {
      for (const minion of minions) addSilent.run(jid, minion, silentResult(minion).outcome);
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

/** What stands for the states of a return. */
function numbers(value: Uint8Array): readonly (readonly [state: number, result: number])[] {
  return statesOfReturn(value).map(({ id, result }) => [stateNumber(id), numberOfResult(result)]);
}
