import { isMap, type Result, type Value, type ValueMap } from "@salina/wire";
import { type WantedFile, wantedFile } from "../../files/wanted-file.js";
import { fault } from "../fields.js";

/** Stock makes text of whatever stands as the environment; nil is the word `None`. */
export function environmentOf(load: ValueMap): string {
  const named = load.get("saltenv");
  if (named === undefined) return "base";
  return asText(named) ?? "";
}

function asText(value: Value): string | null {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return null;
}

/** Null: a path that no file can have. It gets the answer of a missing one, so that nobody learns what is there. */
export function fileOf(load: ValueMap): Result<WantedFile | null> {
  const path = load.get("path");
  const text = path instanceof Uint8Array ? Buffer.from(path).toString("utf8") : path;
  if (text === null || text === undefined) return { ok: true, value: null };
  if (typeof text !== "string") return fault("path", "text");
  return { ok: true, value: wantedFile(text, environmentOf(load)) };
}

export interface WantedList {
  readonly saltenv: string;
  readonly prefix: string;
}

export function listOf(load: ValueMap): Result<WantedList> {
  const prefix = load.get("prefix") ?? "";
  if (typeof prefix !== "string" || isMap(prefix)) return fault("prefix", "text");
  return { ok: true, value: { saltenv: environmentOf(load), prefix: prefix.replace(/^\/+|\/+$/g, "") } };
}
