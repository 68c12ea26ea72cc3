import { isMap, pythonText, type Value } from "@salina/wire";

/**
 * What `external_auth` gives a user of a backend.
 *
 *     external_auth:
 *       pam:
 *         bob: [test.*, '@runner']     a name
 *         'ops%': ['.*']               a group that the user is in
 *         '*': [test.version]          who is not named otherwise
 *
 * @source salt/auth/__init__.py, salt/utils/minions.py fill_auth_list
 */
export class ExternalAuth {
  readonly #rules: Value;
  readonly #permissive: boolean;

  /** @param permissive `permissive_acl`: what everybody has is added to what a user has */
  constructor(rules: Value, permissive: boolean) {
    this.#rules = rules;
    this.#permissive = permissive;
  }

  /** Names of the backends that somebody may log in with. */
  get backends(): readonly string[] {
    return isMap(this.#rules) ? [...this.#rules.keys()].map(pythonText) : [];
  }

  /** Settings of a backend that stand among its users, as `^filename`. */
  setting(backend: string, name: string): Value | undefined {
    const section = this.#section(backend);
    return section?.get(`^${name}`);
  }

  /** Functions first, sorted, then maps: as clients are told. */
  permissionsOf(backend: string, user: string, groups: readonly string[]): readonly Value[] {
    const section = this.#section(backend);
    if (!section) return [];
    const found: Value[] = [];
    let everybody: readonly Value[] = [];
    for (const [key, value] of section) {
      const name = pythonText(key);
      if (name.startsWith("^")) continue;
      const entries = Array.isArray(value) ? value : value === null ? [] : [value];
      if (name === "*") everybody = entries;
      else if (name.endsWith("%") ? groups.includes(name.slice(0, -1)) : name === user) found.push(...entries);
    }
    if (found.length === 0 || this.#permissive) found.push(...everybody);
    const functions = [...new Set(found.filter((entry) => typeof entry === "string"))].sort();
    const maps = found.filter((entry) => isMap(entry)).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    return [...functions, ...maps];
  }

  #section(backend: string): ReadonlyMap<Value, Value> | undefined {
    const section = isMap(this.#rules) ? this.#rules.get(backend) : undefined;
    return section !== undefined && isMap(section) ? section : undefined;
  }
}

function keyOf(entry: Value): string {
  return isMap(entry) ? pythonText([...entry.keys()][0] ?? "") : "";
}
