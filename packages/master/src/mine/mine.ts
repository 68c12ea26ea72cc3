import type { Target } from "@salina/api";
import type { MineStore } from "@salina/store";
import { decode, type Encodable, isMap, Spliced, type ValueMap } from "@salina/wire";
import { wholeMatch } from "../authorisation/whole-match.js";

/** Whom a target names, of the minions with an accepted key. */
export type ResolveTarget = (
  target: Target,
  options: {
    /** Whether minions of which nothing is known match: never where something is given away. */
    readonly greedy: boolean;
    /** Pillar only by whole values: a pattern would tell what is in the pillar of others. */
    readonly exactPillar: boolean;
  },
) => Promise<readonly string[]>;

export interface MineDeps {
  /** Off: as in stock, what minions send is not kept, and they are not told. */
  readonly on: boolean;
  readonly store: MineStore;
  readonly resolve: ResolveTarget;
  /** `mine_get`: which minions may read which functions, as expressions for the whole id and name. Null: all. */
  readonly readers: ReadonlyMap<string, readonly string[]> | null;
}

export interface MineQuestion {
  readonly target: Target;
  readonly funs: readonly string[];
  /** Whether the answer is by function first. */
  readonly byFunction: boolean;
}

/** What minions offer each other, and who may see it. @source salt/daemons/masterapi.py, RemoteFuncs._mine_get */
export class Mine {
  readonly #deps: MineDeps;

  constructor(deps: MineDeps) {
    this.#deps = deps;
  }

  get on(): boolean {
    return this.#deps.on;
  }

  get store(): MineStore {
    return this.#deps.store;
  }

  /** @param reader the minion that asks; null: the master itself, which sees everything */
  async get({ target, funs, byFunction }: MineQuestion, reader: string | null): Promise<Encodable> {
    const allowed = reader === null ? funs : funs.filter((fun) => this.#mayRead(reader, fun));
    if (allowed.length === 0) return new Map();
    const minions = await this.#deps.resolve(target, { greedy: false, exactPillar: true });
    const answer = new Map<string, Encodable>();
    const perFunction = new Map<string, Map<string, Encodable>>();
    for (const { minion, fun, value } of await this.#deps.store.get(minions, allowed)) {
      const shown = await this.#shown(value, reader);
      if (shown === undefined) continue;
      if (!byFunction) answer.set(minion, shown);
      else perFunction.set(fun, (perFunction.get(fun) ?? new Map<string, Encodable>()).set(minion, shown));
    }
    return byFunction ? perFunction : answer;
  }

  /** Everything of these minions, by minion and function: for the master itself. */
  async all(minions: readonly string[]): Promise<Encodable> {
    const answer = new Map<string, Map<string, Encodable>>();
    for (const { minion, fun, value } of await this.#deps.store.get(minions, null)) {
      answer.set(minion, (answer.get(minion) ?? new Map<string, Encodable>()).set(fun, new Spliced(value)));
    }
    return answer;
  }

  #mayRead(reader: string, fun: string): boolean {
    const { readers } = this.#deps;
    if (readers === null) return true;
    return [...readers].some(
      ([ids, funs]) => wholeMatch(ids, reader) && funs.some((expression) => wholeMatch(expression, fun)),
    );
  }

  /** An entry may say itself who may see it; then its value is one level down. */
  async #shown(packed: Uint8Array, reader: string | null): Promise<Encodable | undefined> {
    // The mark is looked for in the bytes first: most entries have none, and need not be read.
    if (!Buffer.from(packed.buffer, packed.byteOffset, packed.length).includes(aclMark)) return new Spliced(packed);
    const read = decode(packed, { duplicateKeys: "last" });
    if (!read.ok || !isMap(read.value) || !read.value.has(aclMark)) return new Spliced(packed);
    const entry = read.value;
    if (reader !== null && entry.has("allow_tgt") && !(await this.#allows(entry, reader))) return undefined;
    return entry.get("__data__") ?? null;
  }

  async #allows(entry: ValueMap, reader: string): Promise<boolean> {
    const target = readTarget(entry.get("allow_tgt"), entry.get("allow_tgt_type"));
    return (
      target !== null && (await this.#deps.resolve(target, { greedy: false, exactPillar: false })).includes(reader)
    );
  }
}

const aclMark = "__saltmine_acl__";

/** A target as it stands in a load; null: none that can be used. */
export function readTarget(expression: unknown, type: unknown): Target | null {
  const name = typeof type === "string" ? type.toLowerCase() : "glob";
  const list = Array.isArray(expression) && expression.every((one) => typeof one === "string");
  if (typeof expression !== "string" && !(list && (name === "list" || name === "compound"))) return null;
  return { type: name as Target["type"], expression: expression as string | readonly string[] };
}
