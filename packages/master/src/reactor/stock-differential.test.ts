import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Float, isMap, toValue, type Value } from "@salina/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../clock.js";
import { load } from "../config/testing/load.js";
import { openFiles } from "../files/open-files.js";
import { openTemplates } from "../templates/open-templates.js";
import type { TemplateService } from "../templates/template-service.js";
import { highDataErrors, readHighData } from "./high-data.js";
import { lowData } from "./low-data.js";
import { type ParametersOf, reactionCall } from "./reaction-call.js";
import { type ReactionCase, reactionCases } from "./testing/reaction-cases.js";

const python = process.env["SALINA_SALT_PYTHON"];
if (python === undefined) console.warn("skipped: reactions beside stock's; set SALINA_SALT_PYTHON");

let place: string;
let templates: TemplateService;
let theirs: unknown[];

const pathsOf = (n: number) => (reactionCases[n]?.files ?? []).map((_text, at) => join(place, `${n}-${at}.sls`));

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "salina-reactor-"));
  for (const [n, { files }] of reactionCases.entries()) {
    for (const [at, path] of pathsOf(n).entries()) writeFileSync(path, files[at] ?? "");
  }
  const read = await load(JSON.stringify({ file_roots: { base: [place] } }));
  if (!read.ok) throw new Error(read.fault.text);
  const { config } = read.value;
  const around = {
    hashType: "sha256",
    clock: systemClock,
    cacheDir: place,
    bundled: null,
    onAway: () => undefined,
  } as const;
  templates = openTemplates(config, { clock: systemClock, files: openFiles(config.files, around).server });
  theirs = python === undefined ? [] : stock(python);
}, 60_000);

afterAll(() => {
  templates.close();
  rmSync(place, { recursive: true });
});

/** As the functions of the script below. */
const known: Readonly<Record<string, readonly string[]>> = {
  "one.two": ["mods", "pillar"],
  "one.named": ["name", "value"],
  "one.none": [],
};
const parametersOf: ParametersOf = (_kind, fun) =>
  Object.hasOwn(known, fun) ? { names: known[fun] ?? [], keywords: false } : null;

/** What would be called, in its order. */
async function ours({ tag = "a/b", data = {} }: ReactionCase, n: number): Promise<unknown[]> {
  const high = new Map<Value, Value>();
  for (const path of pathsOf(n)) {
    const rendered = await templates.render({
      source: { kind: "file", path },
      saltenv: "base",
      pillar: new Map(),
      names: new Map<string, Value>([
        ["tag", tag],
        ["data", toValue(data)],
      ]),
    });
    if (!rendered.ok) continue;
    try {
      for (const [id, body] of readHighData(rendered.value, path)) high.set(id, body);
    } catch {
      // Told, and left out.
    }
  }
  if (highDataErrors(high).length > 0) return [];
  return lowData(high).flatMap((low) => {
    const read = reactionCall(low, parametersOf);
    if (!read.ok) return [];
    const { call } = read;
    const names = known[call.fun] ?? [];
    const facts = { kind: call.kind, fun: call.fun };
    if (call.kind !== "local") {
      const named = new Map<Value, Value>(call.arg.map((one, at): [Value, Value] => [names[at] ?? at, one]));
      return [plain(new Map<Value, Value>([...Object.entries(facts), ["kwarg", new Map([...named, ...call.kwarg])]]))];
    }
    const { tgt, tgtType, arg, kwarg, ret } = call;
    return [
      plain(
        new Map<Value, Value>([
          ...Object.entries(facts),
          ["tgt", tgt],
          ["tgt_type", tgtType],
          ["arg", [...arg]],
          ["kwarg", kwarg],
          ["ret", ret],
        ]),
      ),
    ];
  });
}

/** 1 and 1.0 are not the same. */
function plain(value: Value): unknown {
  if (value instanceof Float) return { float: value.value };
  if (typeof value === "number" && !Number.isInteger(value)) return { float: value };
  if (Array.isArray(value)) return value.map(plain);
  return isMap(value) ? Object.fromEntries([...value].map(([key, one]) => [String(key), plain(one)])) : value;
}

describe.skipIf(python === undefined)("reactions beside stock's", () => {
  test.each(reactionCases.map((one, n) => [one.name, one, n] as const))("%s", async (_name, one, n) => {
    const calls = await ours(one, n);
    if (one.differs === undefined) expect(calls).toEqual(theirs[n]);
    else expect(calls, one.differs).not.toEqual(theirs[n]);
  });

  test("something is called in most of them", () => {
    expect(theirs.filter((calls) => Array.isArray(calls) && calls.length > 0).length).toBeGreaterThan(25);
  });
});

function stock(path: string): unknown[] {
  const cases = reactionCases.map(({ tag = "a/b", data = {} }, n) => ({ tag, data, files: pathsOf(n) }));
  const cache = join(place, "cache");
  mkdirSync(join(cache, "ext"), { recursive: true });
  const answer = execFileSync(path, ["-c", script, cache], { input: JSON.stringify(cases), maxBuffer: 1 << 24 });
  return JSON.parse(answer.toString("utf8")) as unknown[];
}

const script = `
import json, sys, logging
logging.disable(logging.CRITICAL)
import salt.config, salt.minion, salt.utils.reactor, salt.utils.args
opts = salt.config.master_config("/dev/null/none")
opts.update(cachedir=sys.argv[1], extension_modules=sys.argv[1] + "/ext", id="master", conf_file="/dev/null/none")
calls = []
def two(mods, pillar=None): pass
def named(name, value=None): pass
def none(): pass
functions = {"one.two": two, "one.named": named, "one.none": none}
def shown(value):
    if isinstance(value, dict):
        return {str(key): shown(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(one) for one in value]
    if isinstance(value, float):
        return {"float": int(value) if value == int(value) else value}
    return value
class Local:
    def cmd_async(self, tgt, fun, arg=(), tgt_type="glob", ret="", jid="", kwarg=None, **kwargs):
        calls.append(dict(kind="local", fun=fun, tgt=tgt, tgt_type=tgt_type, arg=arg, kwarg=kwarg or {}, ret=ret))
class Caller:
    def cmd(self, fun, *args, **kwargs):
        calls.append(dict(kind="caller", fun=fun, arg=args, kwarg=kwargs))
class Master:
    def __init__(self, kind):
        self.kind = kind
        self.functions = functions
    def low(self, fun, low):
        names = salt.utils.args.get_function_argspec(functions[fun]).args if fun in functions else []
        kwarg = dict(zip(names, low["arg"]))
        kwarg.update({key: one for key, one in low["kwarg"].items() if one is not None})
        assert low["__user__"] == "Reactor"
        calls.append(dict(kind=self.kind, fun=fun, kwarg=kwarg))
class Now:
    def fire_async(self, function, args=()):
        function(*args)
        return True
class Wrap(salt.utils.reactor.ReactWrap):
    client_cache = {"local": Local(), "runner": Master("runner"), "wheel": Master("wheel"), "caller": Caller()}
    def __init__(self, opts):
        self.opts = opts
        self.pool = Now()
class Plain(salt.utils.reactor.Reactor):
    def __init__(self, opts):
        self.opts = opts
        self.minion = salt.minion.MasterMinion(dict(opts, file_client="local"), returners=False, states=False)
        salt.state.Compiler.__init__(self, opts, self.minion.rend)
        self.wrap = Wrap(opts)
reactor = Plain(opts)
answers = []
for case in json.load(sys.stdin):
    calls = []
    try:
        reactor.call_reactions(reactor.reactions(case["tag"], case["data"], case["files"]))
    except Exception as error:
        calls.append(repr(error))
    answers.append(shown(calls))
json.dump(answers, sys.stdout)
`;
