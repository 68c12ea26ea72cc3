/** Which methods a path has, so that a wrong one is 405 and not 404. */
export class RouteTable {
  readonly #routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  add(url: string, methods: string | readonly string[]): void {
    const known = this.#routes.get(url) ?? { pattern: toPattern(url), methods: new Set() };
    this.#routes.set(url, known);
    for (const method of [methods].flat()) known.methods.add(method);
  }

  /** Sorted; empty: there is no such path. */
  methodsOf(url: string): readonly string[] {
    const path = url.split("?", 1)[0] ?? "";
    const found = [...this.#routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

function toPattern(url: string): RegExp {
  const parts = url
    .split("/")
    .map((part) =>
      part === "*" ? ".+" : part.startsWith(":") ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    );
  return new RegExp(`^${parts.join("/")}$`);
}
