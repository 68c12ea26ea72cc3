import type { DatabaseSync } from "node:sqlite";
import { isDiskFailure, reasonOf } from "./failure.js";
import { isRead, type StoreReply, type StoreRequest } from "./ops.js";
import type { Session } from "./session.js";

/** Failures of the disk in a row after which the rest of a batch is not tried any more. */
const maxDiskFailures = 4;

/**
 * Runs requests in order, in one transaction: either all of them are on disk when this returns, or the batch is run again
 * one by one, so that a record that cannot be stored fails alone.
 */
export function runBatch(db: DatabaseSync, session: Session, batch: readonly StoreRequest[]): readonly StoreReply[] {
  try {
    return inTransaction(db, session, batch);
  } catch (error) {
    if (batch.length === 1) return [failed(error)];
  }
  let diskFailures = 0;
  return batch.map((request) => {
    if (diskFailures >= maxDiskFailures && !isRead(request)) return { ok: false, reason: "the disk fails" };
    try {
      const [one] = inTransaction(db, session, [request]);
      if (!isRead(request)) diskFailures = 0;
      return one ?? failed(new Error("no reply"));
    } catch (error) {
      if (isDiskFailure(error)) diskFailures++;
      return failed(error);
    }
  });
}

function inTransaction(db: DatabaseSync, session: Session, batch: readonly StoreRequest[]): readonly StoreReply[] {
  const readOnly = batch.every(isRead);
  db.exec(readOnly ? "BEGIN" : "BEGIN IMMEDIATE");
  try {
    const replies = batch.map((request) => reply(session, request));
    session.settle();
    db.exec("COMMIT");
    return replies;
  } catch (error) {
    session.forget();
    rollBack(db);
    throw error;
  }
}

/** A read that fails has changed nothing, so it fails alone; a write that fails ends the transaction. */
function reply(session: Session, request: StoreRequest): StoreReply {
  try {
    return { ok: true, result: session.run(request) };
  } catch (error) {
    if (isRead(request)) return failed(error);
    throw error;
  }
}

/** After some failures SQLite has rolled back by itself, and says so by an error. */
function rollBack(db: DatabaseSync): void {
  try {
    db.exec("ROLLBACK");
  } catch {
    // Nothing is open: that was the aim.
  }
}

function failed(error: unknown): StoreReply {
  return { ok: false, reason: reasonOf(error) };
}
