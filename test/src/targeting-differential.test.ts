import { compileTarget, type MinionFacts, matchesMinion, type Nodegroups, type TargetSpec } from "@salina/targeting";
import { Float, type Value, type ValueMap } from "@salina/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";
import { isDeliberate } from "./targeting/deliberate.js";
import { fixedScenario, fixedTargets } from "./targeting/fixed-cases.js";
import { type Scenario, scenarios } from "./targeting/random-cases.js";
import { stockProgram } from "./targeting/stock-program.js";

const python = findSaltPython("salt.minion, salt.utils.minions, salt.loader");
if (python.missing) console.warn(`targets are not compared with stock Salt: ${python.missing}`);

interface StockAnswer {
  /** By minion: what its own matcher says; null: it raised an error, and the minion does nothing. */
  readonly minion: readonly (boolean | null)[];
  readonly greedy: { readonly minions: readonly string[]; readonly missing: readonly string[] };
  readonly known: { readonly minions: readonly string[] };
  /** Pillar by whole values only, where the target asks for it. */
  readonly exact: { readonly minions: readonly string[] };
}

function askStock(all: readonly Scenario[]): readonly (readonly StockAnswer[])[] {
  return askPython(python, stockProgram, all) as readonly (readonly StockAnswer[])[];
}

function toFacts({ id, grains, pillar }: Scenario["minions"][number]): MinionFacts {
  return { id, grains: read(grains) as ValueMap, pillar: read(pillar) as ValueMap };
}

/** JSON has neither floats that are whole numbers nor maps with other keys than text. */
function read(json: unknown): Value {
  if (Array.isArray(json)) return json.map(read);
  if (typeof json !== "object" || json === null) return json as Value;
  if ("$float" in json) return new Float(Number(json.$float));
  if ("$map" in json) return new Map((json.$map as unknown[][]).map(([key, value]) => [read(key), read(value)]));
  return new Map(Object.entries(json).map(([key, value]) => [key, read(value)]));
}

/** Differences of one scenario, as texts; and how many answers were compared. */
function compare(scenario: Scenario, answers: readonly StockAnswer[]) {
  const differences: string[] = [];
  let compared = 0;
  let matched = 0;
  const minions = scenario.minions.map(toFacts);
  const byId = new Map(minions.map((facts) => [facts.id, facts]));
  const nodegroups: Nodegroups = new Map(Object.entries(scenario.nodegroups));
  const tell = (target: TargetSpec, what: string, ours: unknown, stock: unknown) =>
    differences.push(`${JSON.stringify(target)} ${what}: ours ${JSON.stringify(ours)}, stock ${JSON.stringify(stock)}`);

  for (const [n, target] of scenario.targets.entries()) {
    const stock = answers[n];
    if (!stock) throw new Error("an answer of stock is missing");
    for (const [k, facts] of minions.entries()) {
      const ours = matchesMinion(target, facts, { nodegroups });
      const theirs = stock.minion[k] ?? false;
      compared++;
      if (theirs) matched++;
      if (ours.ok ? ours.value !== theirs : theirs && !isDeliberate(ours.reason))
        tell(
          target,
          `on ${facts.id} ${JSON.stringify(scenario.minions[k])}`,
          ours.ok ? ours.value : ours.reason,
          theirs,
        );
    }
    const compiled = compileTarget(target, { nodegroups });
    if (!compiled.ok) {
      compared++;
      if (stock.greedy.minions.length > 0 && !isDeliberate(compiled.reason))
        tell(target, "on the master", compiled.reason, stock.greedy.minions);
      continue;
    }
    const factsOf = (id: string) => byId.get(id) ?? { id, grains: null, pillar: null };
    const exactPillar = target.type !== "nodegroup";
    const ways = [
      [{ greedy: true }, stock.greedy],
      [{ greedy: false }, stock.known],
      [{ greedy: false, exactPillar }, stock.exact],
    ] as const;
    for (const [options, theirs] of ways) {
      const ours = compiled.value.match([...byId.keys()], factsOf, options);
      compared++;
      if (ours.minions.join() !== [...theirs.minions].sort().join())
        tell(target, `on the master, ${JSON.stringify(options)}`, ours.minions, theirs.minions);
    }
    const missing = compiled.value.missing(new Set(byId.keys()));
    const stockMissing = [...new Set(stock.greedy.missing.filter((id) => id !== ""))].sort();
    if (missing.join() !== stockMissing.join()) tell(target, "missing", missing, stockMissing);
  }
  return { differences, compared, matched };
}

describe.runIf(python.missing === null)("targets beside stock Salt", () => {
  test("the fixed cases are read alike, on minion and master", () => {
    const scenario = { ...fixedScenario, targets: fixedTargets };

    const [answers = []] = askStock([scenario]);

    expect(compare(scenario, answers).differences).toEqual([]);
  });

  test("thousands of random targets mean the same minions, on minion and master", () => {
    const seed = Number(process.env["SALINA_FUZZ_SEED"] ?? 20261123);
    const numRuns = Number(process.env["SALINA_FUZZ_RUNS"] ?? 70);
    const all = fc.sample(scenarios, { seed, numRuns });

    const answers = askStock(all);

    const results = all.map((scenario, n) => compare(scenario, answers[n] ?? []));
    expect(results.flatMap(({ differences }) => differences).slice(0, 20)).toEqual([]);
    const compared = results.reduce((sum, one) => sum + one.compared, 0);
    const matched = results.reduce((sum, one) => sum + one.matched, 0);
    console.log(`${compared} answers compared with stock Salt (seed ${seed}); ${matched} of the minions' are yes`);
    expect(compared).toBeGreaterThan(numRuns * 100);
    expect(matched).toBeGreaterThan(compared / 20);
  });
});
