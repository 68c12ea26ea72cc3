import { Chunk, type StateWorld, testStates, walk } from "@salina/orchestration";
import { fromJson, type Json, toJson, type ValueMap } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "../support/salt-python.js";
import { seededNumbers } from "../support/seeded-numbers.js";

/** Runs each list of low chunks with the real thing, and says what came of each, in order. */
const program = `
import collections, copy, json, logging, os, sys, tempfile
import salt.config, salt.state
logging.disable(50)
home = tempfile.mkdtemp()
opts = salt.config.minion_config(None)
opts.update(cachedir=home, root_dir=home, file_client="local", local=True, state_events=False, id="master_master",
            pillar_roots={}, file_roots={}, grains={"id": "m", "os": "x"}, failhard=False)
state = salt.state.State(opts, pillar_override={"a": {"b": 1}, "s": "text"})
real, sys.stdout = sys.stdout, sys.stderr
def run(case):
    state.opts["test"] = state.states.opts["test"] = case["test"]
    state.pre = {}
    state.active = set()
    state._processed_sls_files = set(case["processed"])
    state.reset_run_num()
    chunks = copy.deepcopy(case["chunks"])
    try:
        ret = state.call_listen(chunks, state.call_chunks(chunks))
    except Exception as error:
        return ["error", type(error).__name__]
    shown = []
    for tag, one in ret.items():
        # A mark that stock leaves behind where the last step fails hard.
        if tag == "__FAILHARD__": continue
        one.pop("start_time", None)
        one.pop("duration", None)
        shown.append([tag, one])
    return shown
json.dump([run(case) for case in json.load(sys.stdin)], real)
`;

interface Case {
  readonly test: boolean;
  readonly processed: readonly string[];
  readonly chunks: readonly Readonly<Record<string, unknown>>[];
}

const step = (id: string, fun: string, more: Readonly<Record<string, unknown>> = {}) => ({
  state: "test",
  fun,
  name: id,
  __id__: id,
  __sls__: "x",
  __env__: "base",
  order: 10_000,
  ...more,
});
const yes = "succeed_with_changes";
const same = "succeed_without_changes";
const no = "fail_without_changes";

const fixed: readonly (readonly Case["chunks"][number][])[] = [
  [step("a", yes), step("b", same, { require: [{ test: "a" }] })],
  [step("b", same, { require: [{ test: "a" }] }), step("a", no)],
  [step("b", same, { require: [{ test: "missing" }, "gone"], watch: [{ sls: "nowhere" }] })],
  [step("b", same, { require: [{ sls: "empty" }] })],
  [step("a", yes), step("b", same, { watch: [{ test: "a" }] })],
  [step("a", yes), step("b", yes, { watch: [{ test: "a" }], result: false })],
  [step("a", same, { require: [{ test: "b" }] }), step("b", same, { require: [{ test: "a" }] })],
  [step("a", yes, { prereq: [{ test: "b" }] }), step("b", yes, { prerequired: [{ test: "a" }] })],
  [step("a", yes, { prereq: [{ test: "b" }] }), step("b", same, { prerequired: [{ test: "a" }] })],
  [step("a", no, { prereq: [{ test: "b" }] }), step("b", yes, { prerequired: [{ test: "a" }] })],
  [step("a", yes), step("b", same, { listen: [{ test: "a" }] }), step("c", same, { listen: ["a"] })],
  [step("a", yes, { listen_in: [{ test: "c" }, { test: "gone" }] }), step("c", same)],
  [step("a", same, { listen: [{ test: "gone" }] })],
  [step("a", no), step("b", same, { onfail: [{ test: "a" }] }), step("c", same, { onfail: [{ test: "b" }] })],
  [step("a", no), step("z", same), step("b", same, { onfail_all: [{ test: "a" }, { test: "z" }] })],
  [step("a", yes), step("b", same, { onchanges: [{ test: "a" }] }), step("c", same, { onchanges: [{ test: "b" }] })],
  [step("a", no, { failhard: true }), step("b", same)],
  [step("b", same, { require: [{ test: "a" }] }), step("a", no, { failhard: true }), step("c", same)],
  [step("a", no, { retry: { attempts: 3, interval: 0 } })],
  [step("a", no, { retry: { attempts: 2, interval: 0, until: false } }), step("b", yes, { retry: false })],
  [step("a", "configurable_test_state", { changes: false, result: false, comment: "c", warnings: "w" })],
  [step("a", "configurable_test_state", { changes: true, result: true })],
  [step("a", "show_notification", { text: "seen" }), step("b", "nop")],
  [step("a", "check_pillar", { present: ["a:b", "gone"], integer: "a:b", string: ["s", "a"], verbose: true })],
  [step("a", yes, { __sls__: "web.one" }), step("b", same, { require: [{ sls: "web.*" }] })],
  [step("one", yes), step("two", yes), step("b", same, { watch_any: [{ test: "o*" }, { test: "two" }] })],
  [step("a", same, { require: [{ "test.nop": "b" }] }), step("b", no)],
];

const below = seededNumbers(20_261_123);
const chance = (share: number) => below(1000) < share * 1000;
const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;

/** Each one waits for some of those with a lower rank only: the compiler refuses circles. */
function randomChunks(): Record<string, unknown>[] {
  const ids = [..."abcdefgh"].slice(0, 2 + below(7));
  const made = ids.map((id) => ({
    rank: below(1_000_000),
    chunk: {
      ...step(id, pick([yes, yes, same, no, "fail_with_changes", "nop", "configurable_test_state"])),
      __sls__: pick(["x", "y"]),
      ...(chance(0.1) ? { name: pick(["shared", "other"]) } : {}),
      ...(chance(0.08) ? { failhard: true } : {}),
      ...(chance(0.08) ? { retry: { attempts: 1 + below(3), interval: 0, until: chance(0.7) } } : {}),
    } as Record<string, unknown>,
  }));
  for (const { chunk, rank } of made) {
    const earlier = made.filter((one) => one.rank < rank).map((one) => String(one.chunk["__id__"]));
    const later = made.filter((one) => one.rank >= rank);
    const wanted: unknown[] = [
      ...earlier.flatMap((id) => [{ test: id }, { test: id }, id]),
      ...["x", "y"].filter((sls) => !later.some((one) => one.chunk["__sls__"] === sls)).map((sls) => ({ sls })),
      ...(earlier.includes("a") && earlier.includes("b") ? [{ test: "[ab]" }] : []),
      ...(chance(0.05) ? [{ test: "missing" }] : []),
    ];
    if (wanted.length === 0) continue;
    for (const kind of requisiteKinds)
      if (chance(0.12)) chunk[kind] = Array.from({ length: 1 + below(2) }, () => pick(wanted));
  }
  const all = made.map(({ chunk }) => chunk);
  for (const { chunk, rank } of made) {
    // Stock forgets a step whose prereq misses a requisite.
    if (JSON.stringify(chunk).includes("missing")) continue;
    const free = made.find((one) => one.rank > rank && !("prerequired" in one.chunk) && !needs(one.chunk, chunk, all));
    if (!free || !chance(0.15) || "prerequired" in chunk) continue;
    // The compiler writes both sides of it.
    chunk["prereq"] = [{ test: free.chunk["__id__"] }];
    free.chunk["prerequired"] = [{ test: chunk["__id__"] }];
  }
  return made.map(({ chunk }) => chunk);
}

type Step = Readonly<Record<string, unknown>>;

/** Whether a step comes to wait for the other one, over others too. */
function needs(step: Step, other: Step, all: readonly Step[], seen = new Set<Step>()): boolean {
  if (step === other) return true;
  if (seen.has(step)) return false;
  seen.add(step);
  const text = JSON.stringify(requisiteKinds.map((kind) => step[kind]).concat(step["prereq"]));
  return all.some(
    (one) =>
      (text.includes(`"${String(one["__id__"])}"`) ||
        text.includes("[ab]") ||
        text.includes(`{"sls":"${String(one["__sls__"])}"}`)) &&
      needs(one, other, all, seen),
  );
}

const requisiteKinds = [
  ...["require", "require_any", "watch", "watch_any", "onfail", "onfail_any", "onchanges"],
  ...["onchanges_any", "listen"],
];

const cases: readonly Case[] = [
  ...fixed.flatMap((chunks) => [false, true].map((inTest) => ({ test: inTest, processed: ["x", "empty"], chunks }))),
  ...Array.from({ length: 1500 }, () => ({ test: chance(0.2), processed: ["x", "y"], chunks: randomChunks() })),
];

const pillar = fromJson({ a: { b: 1 }, s: "text" }) as ValueMap;

/** @param replay what calls gave before: they are not made again */
async function ours({ chunks, processed, test: inTest }: Case): Promise<Json> {
  const call = (low: ValueMap, more: Pick<StateWorld, "test" | "changed">) => {
    const fun = testStates.get(String(low.get("fun")));
    if (!fun) throw new Error(`no test state ${String(low.get("fun"))}`);
    return fun(low, { pillar, random: () => 0, ...more });
  };
  const results = await walk(
    chunks.map((chunk) => fromJson(chunk) as ValueMap),
    { test: inTest, failhard: false, processedSls: processed },
    {
      call: (given) =>
        Promise.resolve({
          ret: call(given.low, { test: inTest || given.test, changed: given.changed }),
          startedAt: 0,
          durationMs: 0,
        }),
      gate: () => Promise.resolve("go on"),
      hasModWatch: () => true,
      now: () => 0,
      pause: () => Promise.resolve(),
      random: () => 0,
    },
  );
  return [...results].map(([tag, result]) => {
    const shown = new Map(result);
    for (const key of ["start_time", "duration"]) shown.delete(key);
    return [tag, toJson(shown)];
  });
}

/** Sets of Python come in any order. Stock gives the number of a step in a circle out again. */
function inOrder(result: Json): Json {
  const circle = JSON.stringify(result).includes("Recursive requisite found");
  const prefix = "One or more requisite failed: ";
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) =>
      key === "comment" && typeof value === "string" && value.startsWith(prefix)
        ? prefix + value.slice(prefix.length).split(", ").sort().join(", ")
        : circle && key === "__run_num__"
          ? undefined
          : value,
    ),
  ) as Json;
}

/** Where stock throws, and where it leaves a step that has a listener in test mode for good: it is forgotten. */
function stockFails({ chunks }: Case, result: Json): boolean {
  if (Array.isArray(result) && result[0] === "error") return true;
  return chunks.some((chunk) => "listen" in chunk && "prerequired" in chunk);
}

function ranAll({ chunks }: Case, result: Json): boolean {
  const tags = new Set((result as [string][]).map(([tag]) => tag));
  return (
    chunks.some(({ failhard }) => failhard === true) ||
    chunks.every(({ __id__: id }) => [...tags].some((tag) => tag.startsWith(`test_|-${String(id)}_|-`)))
  );
}

const python = findSaltPython("salt.state");

describe.skipIf(python.missing !== null)("steps with requisites, beside stock Salt's State", () => {
  test("fixed and random steps give the same results in the same order", { timeout: 120_000 }, async () => {
    const stock = (await askPython(python, program, cases)) as Json[];
    const different: unknown[] = [];
    for (const [at, one] of cases.entries()) {
      const expected = inOrder(stock[at] ?? null);
      const given = inOrder(await ours(one));
      if (stockFails(one, expected)) expect(ranAll(one, given)).toBe(true);
      else if (JSON.stringify(expected) !== JSON.stringify(given)) different.push({ case: one, expected, given });
    }
    expect(different.slice(0, 2)).toEqual([]);
    expect(different).toHaveLength(0);
  });

  test("the tag of a step is that of stock", () => {
    expect(new Chunk(fromJson(step("a", yes)) as ValueMap).tag).toBe("test_|-a_|-a_|-succeed_with_changes");
  });
});
