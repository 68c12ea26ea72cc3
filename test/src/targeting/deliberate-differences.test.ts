import { compileTarget, type MinionFacts, matchesMinion, type TargetSpec } from "@salina/targeting";
import type { Value, ValueMap } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "../support/salt-python.js";
import { stockProgram } from "./stock-program.js";

/** Where Salina answers otherwise than stock on purpose: each row of "Differences" in docs/targeting.md, on both sides. */
const python = findSaltPython("salt.minion, salt.utils.minions, salt.loader");
if (python.missing) console.warn(`differences of targets are not shown with stock Salt: ${python.missing}`);

const minions = [
  { id: "web1", grains: { os: "Debian", ipv4: ["10.0.0.1"] }, pillar: {} },
  { id: "bad1", grains: { os: "Ubuntu", ipv4: ["bogus"] }, pillar: {} },
];
const nodegroups = { loop: "N@loop web1" };

function ours(target: TargetSpec, side: "master" | "minion"): string | boolean {
  const groups = { nodegroups: new Map(Object.entries(nodegroups)) };
  const facts: MinionFacts[] = minions.map(({ id, grains, pillar }) => ({
    id,
    grains: map(grains),
    pillar: map(pillar),
  }));
  if (side === "minion") {
    const [web1] = facts;
    const answer = web1 ? matchesMinion(target, web1, groups) : null;
    return answer?.ok ? answer.value : `refused: ${answer?.reason}`;
  }
  const compiled = compileTarget(target, groups);
  if (!compiled.ok) return `refused: ${compiled.reason}`;
  const byId = new Map(facts.map((one) => [one.id, one]));
  const factsOf = (id: string) => byId.get(id) ?? { id, grains: null, pillar: null };
  return compiled.value.match([...byId.keys()], factsOf).minions.join();
}

function map(plain: object): ValueMap {
  return new Map(Object.entries(plain) as [string, Value][]);
}

const cases: readonly {
  readonly target: TargetSpec;
  readonly master: { readonly ours: string; readonly stock: string };
  /** Of web1. */
  readonly minion: { readonly ours: string | boolean; readonly stock: boolean };
}[] = [
  {
    target: { type: "compound", expression: "( web1" },
    master: { ours: "refused: a parenthesis is not closed", stock: "web1" },
    minion: { ours: "refused: a parenthesis is not closed", stock: false },
  },
  {
    target: { type: "compound", expression: "web1 or web1 ( bad1 )" },
    master: { ours: 'refused: "(" stands where', stock: "" },
    minion: { ours: 'refused: "(" stands where', stock: true },
  },
  {
    target: { type: "compound", expression: "not ( )" },
    master: { ours: 'refused: ")" stands where', stock: "" },
    minion: { ours: 'refused: ")" stands where', stock: true },
  },
  {
    target: { type: "compound", expression: "N@unknown web1" },
    master: { ours: 'refused: the nodegroup "unknown" is not known', stock: "web1" },
    minion: { ours: 'refused: the nodegroup "unknown" is not known', stock: true },
  },
  {
    target: { type: "nodegroup", expression: "loop" },
    master: { ours: 'refused: the nodegroup "loop" contains itself', stock: "web1" },
    minion: { ours: 'refused: the nodegroup "loop" contains itself', stock: true },
  },
  {
    target: { type: "compound", expression: "S@10.0.0.1/8 or web1" },
    master: { ours: 'refused: "10.0.0.1/8" has bits set beyond', stock: "web1" },
    minion: { ours: true, stock: true },
  },
  {
    target: { type: "compound", expression: "G@os or web1" },
    master: { ours: "refused: it has to be key:pattern", stock: "web1" },
    minion: { ours: true, stock: true },
  },
  {
    target: { type: "compound", expression: "P@os:( or web1" },
    master: { ours: "refused: missing )", stock: "web1" },
    minion: { ours: "refused: missing )", stock: true },
  },
  {
    target: { type: "pcre", expression: "(w)eb(?:\\1)?1" },
    master: { ours: "refused: back-references", stock: "web1" },
    minion: { ours: "refused: back-references", stock: true },
  },
  {
    target: { type: "compound", expression: "T@ssh or web1" },
    master: { ours: "refused: T@ (resources) is not supported", stock: "web1" },
    minion: { ours: "refused: T@ (resources) is not supported", stock: true },
  },
  {
    target: { type: "ipcidr", expression: "10.0.0.0/8" },
    master: { ours: "web1", stock: "" },
    minion: { ours: true, stock: true },
  },
];

const startsWith = (text: string | boolean) =>
  typeof text === "string" ? expect.stringMatching(literally(text)) : text;
const literally = (text: string) =>
  new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}${text === "" ? "$" : ""}`);

describe("on purpose otherwise than stock", () => {
  test.each(cases)("$target.type $target.expression", ({ target, master, minion }) => {
    expect(ours(target, "master")).toEqual(startsWith(master.ours));
    expect(ours(target, "minion")).toEqual(startsWith(minion.ours));
  });

  test.runIf(python.missing === null)("stock answers as the documentation says it does", () => {
    const scenario = { minions, nodegroups, targets: cases.map(({ target }) => target) };

    const [answers] = askPython(python, stockProgram, [scenario]) as {
      minion: (boolean | null)[];
      greedy: { minions: string[] };
    }[][];

    const stock = answers?.map(({ minion, greedy }) => ({ master: greedy.minions.join(), minion: minion[0] ?? false }));
    expect(stock).toEqual(cases.map(({ master, minion }) => ({ master: master.stock, minion: minion.stock })));
  });

  test.runIf(python.missing === null)("stock without data of a minion leaves it out, or everything in", () => {
    const scenario = { minions: [{ id: "new1", grains: null, pillar: null }], nodegroups: {}, targets: notKnown };

    const [answers] = askPython(python, stockProgram, [{ ...scenario, unknown: ["new1"] }]) as {
      greedy: { minions: string[] };
      known: { minions: string[] };
    }[][];

    expect(answers?.map(({ greedy, known }) => [greedy.minions, known.minions])).toEqual([
      [[], []],
      [["new1"], ["new1"]],
    ]);
    const match = (target: TargetSpec, greedy: boolean) => {
      const compiled = compileTarget(target);
      return compiled.ok ? compiled.value.match(["new1"], undefined, { greedy }).minions : [];
    };
    expect(notKnown.map((target) => [match(target, true), match(target, false)])).toEqual([
      [["new1"], []],
      [["new1"], []],
    ]);
  });
});

const notKnown: readonly TargetSpec[] = [
  { type: "grain", expression: "os:Debian" },
  { type: "compound", expression: "not G@os:Debian" },
];
