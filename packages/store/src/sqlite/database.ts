import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { applicationId, migrate, schemaVersion } from "./migrate.js";
import { integer, pragma } from "./row.js";

export interface DatabaseOptions {
  readonly file: string;
  readonly busyTimeoutMs: number;
  /** Null: as much as the disk holds. */
  readonly maxBytes: number | null;
}

const pageBytes = 4096;

/** @throws Error with a reason for people, without the file's name */
export function openDatabase(options: DatabaseOptions): DatabaseSync {
  // Returns hold secrets. SQLite gives its side files the rights of this one.
  closeSync(openSync(options.file, "a", 0o600));
  const db = new DatabaseSync(options.file);
  try {
    // One daemon a file: the lock is held until the process ends, however it ends.
    db.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs}; PRAGMA locking_mode = EXCLUSIVE`);
    const isNew = integer(pragma(db, "schema_version"), "schema_version") === 0;
    if (isNew) db.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA auto_vacuum = INCREMENTAL`);
    else refuseForeign(db);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
    db.exec("PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF");
    if (options.maxBytes !== null) db.exec(`PRAGMA max_page_count = ${Math.ceil(options.maxBytes / pageBytes)}`);
    migrate(db);
    // The lock comes with the first write.
    db.exec("BEGIN IMMEDIATE; COMMIT");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function refuseForeign(db: DatabaseSync): void {
  const found = integer(pragma(db, "application_id"), "application_id");
  if (found !== applicationId) throw new Error("it is a database of another program");
  const version = integer(pragma(db, "user_version"), "user_version");
  if (version > schemaVersion) {
    throw new Error(`a newer Salina wrote it (format ${version}, this one knows up to ${schemaVersion})`);
  }
}
