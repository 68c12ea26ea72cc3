import type { Encodable } from "@salina/wire";
import { answerOf, askMinions } from "../ask-minions.js";
import type { Runner } from "../runner.js";

/**
 * Stock compares with its own version. Ours is none of Salt's: minions are compared with the newest among them, so that
 * nobody is told to bring a minion up to date that is.
 */
export const versions: Runner = {
  name: "manage.versions",
  doc: "Versions of the minions: those of the newest release among them, older ones, and who does not answer.",
  parameters: [],
  async run(_given, context) {
    const target = { type: "glob", expression: "*" } as const;
    const known = new Map<string, string>();
    const offline: string[] = [];
    for (const result of await askMinions({ target, fun: "test.version" }, context)) {
      const version = answerOf(result);
      if (typeof version === "string" && result.retcode === 0) known.set(result.minion, version);
      else offline.push(result.minion);
    }
    const newest = [...known.values()].sort(compareVersions).at(-1) ?? "";
    const shown = new Map<string, Encodable>([["Master", `Salina ${context.version}`]]);
    const put = (label: string, ids: readonly string[], versionOf: (id: string) => Encodable) => {
      if (ids.length > 0) shown.set(label, new Map([...ids].sort().map((id) => [id, versionOf(id)])));
    };
    const isNewest = (id: string) => compareVersions(known.get(id) ?? "", newest) === 0;
    put("Minion offline", offline, () => false);
    put(
      "Minion requires update",
      [...known.keys()].filter((id) => !isNewest(id)),
      (id) => known.get(id) ?? null,
    );
    put("Up to date", [...known.keys()].filter(isNewest), (id) => known.get(id) ?? null);
    return shown;
  },
};

/** `3006.30` is newer than `3006.8`, `3008.0` than `3008.0rc1`. */
function compareVersions(a: string, b: string): number {
  const parts = (text: string) => text.split(/[.+]/).map((part) => Number.parseInt(part, 10) || 0);
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = (left[at] ?? 0) - (right[at] ?? 0);
    if (order !== 0) return order;
  }
  return Number(/rc/.test(b)) - Number(/rc/.test(a));
}
