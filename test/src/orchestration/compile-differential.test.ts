import { compileSls, type SlsSource, showSls } from "@salina/orchestration";
import { readYaml } from "@salina/render";
import { fromJson, type Json, toJson, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "../support/salt-python.js";
import { seededNumbers } from "../support/seeded-numbers.js";
import { type CompileCase, fixedCases, randomCases } from "./compile-cases.js";

/** Compiles each tree with the real thing, without a master. */
const program = `
import copy, json, logging, os, sys, tempfile
import salt.config, salt.state
logging.disable(50)
home = tempfile.mkdtemp()
opts = salt.config.minion_config(None)
opts.update(cachedir=home, root_dir=home, file_client="local", local=True, state_events=False, id="m", pillar_roots={}, file_roots={},
            grains={"id": "m"})
hs = salt.state.HighState(opts, initial_pillar={})
real, sys.stdout = sys.stdout, sys.stderr
class Client:
    def __init__(self, names): self.names = names
    def get_state(self, sls, saltenv):
        path = self.names.get(sls) if saltenv == "base" else None
        return {"source": "salt://" + os.path.relpath(path, home), "dest": path} if path else {}
def plain(value):
    return json.loads(json.dumps(value, default=str))
def run(at, case):
    names = {}
    for name, text in case["files"].items():
        path = os.path.join(home, str(at), name + ".sls")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out: out.write(text)
        names[(name[:-5] if name.endswith("/init") else name).replace("/", ".")] = path
    hs.client = Client(names)
    hs.avail = {"base": sorted(names)}
    hs.building_highstate = {}
    hs.iorder = 10000
    state = hs.state
    state._processed_sls_files = set()
    try:
        high, errors = hs.render_highstate({"base": case["mods"]})
    except Exception as error:
        return {"threw": type(error).__name__}
    shown = plain(copy.deepcopy(high))
    if errors: return {"high": shown, "errors": errors}
    if case.get("exclude"): high.setdefault("__exclude__", []).extend(case["exclude"])
    try:
        high, ext = state.reconcile_extend(high)
        errors = ext + state.verify_high(high)
        if errors: return {"high": shown, "errors": errors}
        high, errors = state.requisite_in(high)
        high = state.apply_exclude(high)
        if errors: return {"high": shown, "errors": errors}
        return {"high": shown, "errors": [], "chunks": plain(state.compile_high_data(high))}
    except Exception as error:
        return {"threw": type(error).__name__}
json.dump([run(at, case) for at, case in enumerate(json.load(sys.stdin))], real)
`;

interface Outcome {
  readonly threw?: string;
  readonly high?: Json;
  readonly errors?: readonly string[];
  readonly chunks?: readonly Json[];
}

function sourceOf({ files }: CompileCase): SlsSource {
  const names = new Map(
    Object.entries(files).map(([name, text]) => [
      (name.endsWith("/init") ? name.slice(0, -5) : name).replaceAll("/", "."),
      { text, isInit: name.endsWith("/init") },
    ]),
  );
  return {
    list: (saltenv) => (saltenv === "base" ? [...names.keys()].sort() : undefined),
    render(sls, saltenv) {
      const file = saltenv === "base" ? names.get(sls) : undefined;
      if (!file) return { kind: "missing" };
      const data: Value = file.text.trim() === "" ? new Map() : (readYaml(file.text, sls) ?? new Map());
      return { kind: "data", data, isInit: file.isInit };
    },
  };
}

function ours(one: CompileCase): Outcome {
  const { high } = showSls({ mods: one.mods, saltenv: "base" }, sourceOf(one));
  const exclude = (one.exclude ?? []).map(fromJson);
  const { chunks, errors } = compileSls({ mods: one.mods, saltenv: "base", exclude }, sourceOf(one));
  return { high: toJson(high), errors, ...(errors.length > 0 ? {} : { chunks: chunks.map(toJson) }) };
}

/** Keys in any order, and numbers of steps as text: keys of JSON are. */
const same = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

const tags = ({ chunks = [] }: Outcome) =>
  chunks.map((chunk) => {
    const { state, __id__: id, name, fun } = chunk as Record<string, string>;
    return [state, id, name, fun].join("_|-");
  });

const python = findSaltPython("salt.state");

describe.skipIf(python.missing !== null)("orchestrations compiled beside stock Salt", () => {
  const cases = [...fixedCases, ...randomCases(seededNumbers(4), 600)];

  test("fixed and random trees give the same data, the same steps in the same order, or the same errors", () => {
    const stock = askPython(python, program, cases) as Outcome[];
    const different: unknown[] = [];
    let compiled = 0;
    for (const [at, one] of cases.entries()) {
      const expected = stock[at] ?? {};
      const given = ours(one);
      if (expected.threw !== undefined) {
        // Stock ends with a traceback; ours says what is wrong, or gets along with it.
        expect(given.errors).toBeDefined();
        continue;
      }
      // Ours refuses circles that stock runs into.
      if ((given.errors ?? [])[0]?.includes(" waits for ")) continue;
      const isSame =
        ((expected.errors ?? []).length > 0 || same(expected.high, given.high)) &&
        same(expected.errors, given.errors) &&
        same(tags(expected), tags(given)) &&
        same(expected.chunks, given.chunks);
      if (expected.chunks) compiled++;
      if (!isSame) different.push({ case: one, expected, given });
    }
    expect(different.slice(0, 2)).toEqual([]);
    expect(different).toHaveLength(0);
    expect(compiled).toBeGreaterThan(200);
  });
});
