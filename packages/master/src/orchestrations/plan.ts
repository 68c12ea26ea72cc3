import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";

/** What a run does, as it was decided at its start: written down once, so that a restart goes on with the same steps. */
export interface Plan {
  /** SLS names, or the function of a single step. */
  readonly mods: readonly string[];
  readonly saltenv: string;
  readonly pillar: ValueMap;
  /** Low chunks in their order. */
  readonly chunks: readonly ValueMap[];
  readonly processedSls: readonly string[];
  /** By the digest of a destructive step: the minions that it may touch. */
  readonly approved: ReadonlyMap<string, readonly string[]>;
}

export function packPlan(plan: Plan): Uint8Array {
  return encode(
    new Map<Value, Value>([
      ["mods", [...plan.mods]],
      ["saltenv", plan.saltenv],
      ["pillar", plan.pillar],
      ["chunks", [...plan.chunks]],
      ["processed", [...plan.processedSls]],
      ["approved", new Map([...plan.approved].map(([digest, minions]) => [digest, [...minions]]))],
    ]),
  );
}

/** @throws Error where it is none of ours */
export function unpackPlan(packed: Uint8Array): Plan {
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok || !isMap(read.value)) throw new Error("the plan of the run cannot be read");
  const { value } = read;
  const texts = (key: string) => listOf(value.get(key)).filter((one) => typeof one === "string");
  return {
    mods: texts("mods"),
    saltenv: String(value.get("saltenv") ?? "base"),
    pillar: mapOf(value.get("pillar")),
    chunks: listOf(value.get("chunks")).filter(isMap),
    processedSls: texts("processed"),
    approved: new Map(
      [...mapOf(value.get("approved"))].map(([digest, minions]) => [String(digest), listOf(minions).map(String)]),
    ),
  };
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : new Map();
}
