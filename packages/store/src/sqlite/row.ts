import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;

/** A file that was written by something else, or damaged, can hold anything. */
function unexpected(name: string): Error {
  return new Error(`the column ${name} holds something unexpected`);
}

export function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== "string") throw unexpected(name);
  return value;
}

export function textOrNull(row: Row, name: string): string | null {
  return row[name] === null ? null : text(row, name);
}

export function integer(row: Row, name: string): number {
  const value = row[name];
  if (typeof value !== "number") throw unexpected(name);
  return value;
}

export function integerOrNull(row: Row, name: string): number | null {
  return row[name] === null ? null : integer(row, name);
}

export function flag(row: Row, name: string): boolean {
  return integer(row, name) !== 0;
}

export function flagOrNull(row: Row, name: string): boolean | null {
  return row[name] === null ? null : flag(row, name);
}

/** For columns that are never NULL in meaning: Node 22.13 writes and reads a BLOB without bytes as NULL. */
export function bytes(row: Row, name: string): Uint8Array {
  const value = row[name] ?? new Uint8Array();
  if (!(value instanceof Uint8Array)) throw unexpected(name);
  return value;
}

export function bytesOrNull(row: Row, name: string): Uint8Array | null {
  return row[name] === null ? null : bytes(row, name);
}

export function oneOf<Value extends string>(row: Row, name: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === row[name]);
  if (found === undefined) throw unexpected(name);
  return found;
}

export function strings(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw new Error("no list of texts");
  return value;
}

export function pragma(db: DatabaseSync, name: string): Row {
  return db.prepare(`PRAGMA ${name}`).get() ?? {};
}
