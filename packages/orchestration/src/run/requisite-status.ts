import { pythonText, type ValueMap } from "@salina/wire";
import type { Chunk, Requisite } from "./chunk.js";
import { isTrue } from "./python-truth.js";

const kinds = [
  "require",
  "require_any",
  "watch",
  "watch_any",
  "prereq",
  "onfail",
  "onfail_any",
  "onfail_all",
  "onchanges",
  "onchanges_any",
] as const;
export type RequisiteKind = (typeof kinds)[number] | "prerequired";

export type Status = "met" | "unmet" | "fail" | "pre" | "change" | "onfail" | "onchanges";

/** The chunks that each requisite names. */
export type Found = ReadonlyMap<RequisiteKind, readonly Chunk[]>;

export interface Results {
  readonly running: ReadonlyMap<string, ValueMap>;
  /** Of runs in test mode, for `prereq`. */
  readonly pre: ReadonlyMap<string, ValueMap>;
}

/** @returns undefined where one of them names nothing */
export function findRequisites(
  chunk: Chunk,
  find: (wanted: Requisite) => readonly Chunk[] | undefined,
  withPrerequired: boolean,
): Found | undefined {
  const found = new Map<RequisiteKind, readonly Chunk[]>();
  for (const kind of withPrerequired ? [...kinds, "prerequired" as const] : kinds) {
    const named: Chunk[] = [];
    for (const wanted of chunk.requisites(kind) ?? []) {
      if (wanted.value === null) continue;
      const chunks = find(wanted);
      if (!chunks) return undefined;
      named.push(...chunks);
    }
    found.set(kind, named);
  }
  return found;
}

/** Whether any requisite has to be looked at. */
export function hasRequisites(chunk: Chunk): boolean {
  return [...kinds, "prerequired"].some((kind) => chunk.requisites(kind) !== null);
}

type Seen = "unmet" | "fail" | "met" | "change" | "premet" | "pre" | "onfail" | "onchanges" | "onchangesmet";

/**
 * What the results so far mean for a chunk that waits for them.
 * @source salt/state.py, State.check_requisite
 */
export function statusOf(found: Found, { running, pre }: Results): Status {
  const all = new Set<Seen>();
  for (const [kind, chunks] of found) {
    const results = kind === "prereq" ? pre : running;
    const seen = new Set(chunks.flatMap((chunk) => seenOf(kind, results.get(chunk.tag))));
    for (const one of forgiven(kind, seen)) all.add(one);
  }
  if (all.has("unmet")) return "unmet";
  if (all.has("fail")) return "fail";
  if (all.has("pre")) return all.has("premet") ? "met" : "pre";
  if (!all.has("onchangesmet")) {
    if (all.has("onfail")) return "onfail";
    if (all.has("onchanges")) return "onchanges";
  }
  if (all.has("change")) return "change";
  return all.has("onfail") ? "onfail" : "met";
}

function seenOf(kind: RequisiteKind, result: ValueMap | undefined): Seen[] {
  if (!result) return ["unmet"];
  const outcome = result.get("result");
  const changed = hasChanges(result);
  if (kind.startsWith("onchanges")) return outcome === false || !changed ? ["onchanges"] : ["onchangesmet"];
  if (kind.startsWith("onfail")) {
    if (outcome === true) return ["onfail"];
  } else if (outcome === false) return ["fail"];
  if (kind.startsWith("watch") && changed) return ["change"];
  if (kind === "prereq") return outcome === null ? ["premet", ...ran(result)] : ["pre"];
  return ran(result);
}

function ran(result: ValueMap): Seen[] {
  return result.get("__state_ran__") === false ? [] : ["met"];
}

function forgiven(kind: RequisiteKind, seen: Set<Seen>): Set<Seen> {
  if (kind.endsWith("_any") || kind === "onfail") {
    if (seen.has("met") || seen.has("change")) seen.delete("fail");
    if (seen.has("onchangesmet")) {
      seen.delete("onchanges");
      seen.delete("fail");
    }
    if (seen.has("met")) seen.delete("onfail");
  }
  if (kind.endsWith("_all") && seen.has("onfail")) seen.delete("met");
  return seen;
}

export function hasChanges(result: ValueMap): boolean {
  return isTrue(result.get("changes"));
}

/** `SLS.ID` of each requisite that failed. */
export function failedRequisites(found: Found, { running, pre }: Results): readonly string[] {
  const names = new Set<string>();
  for (const chunk of [...found.values()].flat()) {
    const result = pre.get(chunk.tag) ?? running.get(chunk.tag);
    if (result?.get("result") === false) names.add(`${chunk.sls}.${chunk.id}`);
  }
  return [...names];
}

/** The text for requisites that name nothing; undefined where all name something. */
export function missingText(
  chunk: Chunk,
  find: (wanted: Requisite) => readonly Chunk[] | undefined,
  withPrerequired: boolean,
): string | undefined {
  const lines: string[] = [];
  for (const kind of [...kinds, ...(withPrerequired ? ["prerequired"] : [])]) {
    const lost = (chunk.requisites(kind) ?? []).filter((wanted) => !find(wanted));
    if (lost.length === 0) continue;
    lines.push(`${" ".repeat(19)}${kind}:\n`);
    for (const { key, value } of lost) lines.push(`${" ".repeat(23)}${key}: ${pythonText(value)}\n`);
  }
  return lines.length === 0 ? undefined : `The following requisites were not found:\n${lines.join("")}`;
}
