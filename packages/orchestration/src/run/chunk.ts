import { pythonText, type Value, type ValueMap } from "@salina/wire";

/** One step as the compiler gives it: `state`, `fun`, `name`, `__id__`, `__sls__`, `order` and the arguments. */
export class Chunk {
  readonly low: ValueMap;
  /** Its `watch` counts as `require`, where the state knows no `mod_watch`. */
  watchIsRequire = false;
  /** It runs in test mode first, for one that has it as `prereq`. */
  prereq = false;
  /** Another one waits for what it would change. */
  prerequired = false;

  constructor(low: ValueMap) {
    this.low = low;
  }

  get state(): string {
    return this.text("state");
  }
  get fun(): string {
    return this.text("fun");
  }
  get name(): string {
    return this.text("name");
  }
  get id(): string {
    return this.text("__id__");
  }
  get sls(): string {
    return this.text("__sls__");
  }
  get tag(): string {
    return tagOf(this.low);
  }

  /** The requisites of a kind, as they are looked up. Null: it has none of that kind. */
  requisites(kind: string): readonly Requisite[] | null {
    const own = this.low.get(kind);
    const more = this.watchIsRequire ? this.low.get(kind.replace("require", "watch")) : undefined;
    if (this.watchIsRequire && kind.startsWith("watch")) return null;
    const lists = (kind.startsWith("require") ? [own, more] : [own]).filter((list) => Array.isArray(list));
    return lists.length === 0 ? null : lists.flat().map(readRequisite);
  }

  text(key: string): string {
    const value = this.low.get(key);
    return typeof value === "string" ? value : pythonText(value ?? null);
  }
}

/** The key of a chunk's result. */
export function tagOf(low: ValueMap): string {
  return ["state", "__id__", "name", "fun"].map((key) => pythonText(low.get(key) ?? null)).join("_|-");
}

export interface Requisite {
  /** A state's module, `id` or `sls`. */
  readonly key: string;
  readonly value: Value;
}

/** `{pkg.installed: vim}` is `{pkg: vim}`, a bare text an id. */
function readRequisite(given: Value): Requisite {
  if (!(given instanceof Map)) return { key: "id", value: given };
  const [[key, value] = ["", null]] = given;
  return { key: pythonText(key).split(".")[0] ?? "", value };
}
