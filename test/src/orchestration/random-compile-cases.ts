import type { CompileCase } from "./compile-cases.js";

/** Random trees of what `compile-cases.ts` writes out. */
export function randomCases(below: (bound: number) => number, count: number): readonly CompileCase[] {
  const chance = (share: number) => below(1000) < share * 1000;
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const names = ["top", "one", "two", "web/init", "web/a"] as const;
  const ids = [..."abcdefghij"];
  const file = (own: readonly string[]): string => {
    const lines: string[] = [];
    if (chance(0.5)) {
      const wanted = pick([
        "one",
        "two",
        "web",
        "web.a",
        "w*",
        "web.*",
        "one",
        "two",
        "web",
        chance(0.2) ? ".one" : "one",
        chance(0.1) ? "gone" : "web.a",
      ]);
      lines.push(`include: ['${wanted}'${chance(0.3) ? `, ${pick(["one", "two", "web"])}` : ""}]`);
    }
    for (const id of own) {
      const args: string[] = [];
      for (const kind of [
        ...["require", "watch", "onchanges", "onfail", "require_in", "watch_in", "onchanges_in", "onfail_in", "prereq"],
        ...["prereq_in", "use", "use_in", "listen", "listen_in", "require_any"],
      ]) {
        if (!chance(0.07)) continue;
        const wanted = Array.from({ length: 1 + below(2) }, () =>
          pick([
            `{test: ${pick(ids)}}`,
            `{test: ${pick(ids)}}`,
            pick(ids),
            `{sls: ${pick(["one", "web.a"])}}`,
            `{id: ${pick(ids)}}`,
          ]),
        );
        args.push(`    - ${kind}: [${wanted.join(", ")}]`);
      }
      if (chance(0.1)) args.push(`    - order: ${pick(["last", "first", "3", "-2", "10005"])}`);
      if (chance(0.1)) args.push(`    - names: [${id}1, ${id}2]`);
      if (chance(0.1)) args.push(`    - name: ${pick([...ids, "n"])}`);
      if (chance(0.2)) args.push(`    - ${pick(["x", "y"])}: ${below(9)}`);
      lines.push(
        `${id}:`,
        chance(0.8) ? "  test.nop:" : "  test:\n    - nop",
        ...(args.length > 0 ? args : ["    - z: 1"]),
      );
    }
    if (chance(0.08))
      lines.push(
        "extend:",
        `  ${pick(ids)}:`,
        "    test:",
        `      - ${pick(["x: 9", "require: [{test: a}]", "w: 1"])}`,
      );
    if (chance(0.1)) lines.push(`exclude: [${pick([`{id: ${pick(ids)}}`, "{sls: two}", "one"])}]`);
    return `${lines.join("\n")}\n`;
  };
  return Array.from({ length: count }, () => {
    const left = [...ids];
    const files: Record<string, string> = {};
    for (const name of names) files[name] = file(left.splice(0, below(4)));
    return { mods: chance(0.8) ? ["top"] : ["top", pick(["one", "w*"])], files };
  });
}
