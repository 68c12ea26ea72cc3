import {
  colors,
  defaultStateOutput,
  highstate,
  json,
  nested,
  newlineValuesOnly,
  noColors,
  type OutputSettings,
  type Outputter,
  pprint,
  raw,
  txt,
  yaml,
} from "@salina/cli";
import { Ext, encode, Float, type Value } from "@salina/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";

const python = findSaltPython("salt.output, salt.payload");
if (python.missing) console.warn(`outputters are not compared with stock Salt: ${python.missing}`);

/** Runs stock outputters on values as they come over the wire. */
const program = `
import base64, datetime, importlib, json, sys, types
sys.modules.setdefault("salt.loader", types.ModuleType("salt.loader"))
import msgpack
import salt.output
class Colored(dict):
    pass
def ext(code, data):
    if code == 78:
        return datetime.datetime.strptime(data.decode(), "%Y%m%dT%H:%M:%S.%f")
    return msgpack.ExtType(code, data)
def text(value):
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value
    if isinstance(value, list):
        return [text(item) for item in value]
    if isinstance(value, dict):
        return {text(key): text(item) for key, item in value.items()}
    return value
asked = json.load(sys.stdin)
module = importlib.import_module("salt.output." + asked["module"])
module.__opts__ = dict(asked["opts"])
def fallback(data, out, opts, **kwargs):
    nested = importlib.import_module("salt.output.nested")
    nested.__opts__ = dict(asked["opts"])
    return nested.output(data, **kwargs).rstrip()
salt.output.out_format = fallback
shown = []
for packed in asked["values"]:
    value = text(msgpack.unpackb(base64.b64decode(packed), raw=True, strict_map_key=False, ext_hook=ext))
    try:
        out = module.output(value, _retcode=asked["retcode"])
        shown.append(None if out is None else str(out).rstrip())
    except Exception as error:
        shown.append({"error": repr(error)})
print(json.dumps(shown))
`;

const plain: OutputSettings = {
  colors: noColors,
  stripColors: true,
  indent: undefined,
  state: defaultStateOutput,
};

interface Case {
  readonly module: string;
  readonly outputter: Outputter;
  readonly opts?: Readonly<Record<string, unknown>>;
  readonly settings?: Partial<OutputSettings>;
  readonly retcode?: number;
}

const cases: readonly Case[] = [
  { module: "nested", outputter: nested },
  { module: "nested", outputter: nested, opts: { color: true }, settings: { colors } },
  { module: "nested", outputter: nested, opts: { color: true }, settings: { colors }, retcode: 2 },
  { module: "json_out", outputter: json },
  { module: "json_out", outputter: json, opts: { output_indent: -1 }, settings: { indent: -1 } },
  { module: "json_out", outputter: json, opts: { output_indent: 2 }, settings: { indent: 2 } },
  { module: "json_out", outputter: json, opts: { output_indent: "pretty" }, settings: { indent: "pretty" } },
  { module: "yaml_out", outputter: yaml },
  { module: "yaml_out", outputter: yaml, opts: { output_indent: 4 }, settings: { indent: 4 } },
  { module: "yaml_out", outputter: yaml, opts: { output_indent: -1 }, settings: { indent: -1 } },
  { module: "txt", outputter: txt },
  { module: "raw", outputter: raw },
  { module: "newline_values_only", outputter: newlineValuesOnly },
  { module: "pprint_out", outputter: pprint },
];

const datetime = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => {
    const packed = date.toISOString().replaceAll("-", "").replace("Z", "000");
    return new Ext(78, new TextEncoder().encode(packed));
  });

const word = fc.string({
  unit: fc.constantFrom(..."abcz019 -:#'\"\\\n{}[],&*!|>%@`?=._~\t\x1b\x00é€😀\u2028\x85\xa0"),
  maxLength: 12,
});
const sentence = fc.lorem({ maxCount: 40 });
const text = fc.oneof(
  { weight: 5, arbitrary: word },
  { weight: 2, arbitrary: sentence },
  { weight: 1, arbitrary: fc.array(fc.oneof(sentence, word), { maxLength: 4 }).map((lines) => lines.join("\n")) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "yes",
      "null",
      "1",
      "1.5",
      "0x1f",
      "1:30",
      "2024-01-01",
      "~",
      "<<",
      "=",
      "---",
      "",
      "08",
      "1e3",
    ),
  },
);
const float = fc.double().map((value) => (Number.isInteger(value) ? new Float(value) : value));
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map((value) => {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
});
const binary = fc.uint8Array({ minLength: 1, maxLength: 90 }).map((bytes) => {
  bytes[0] = 0xff; // no text
  return bytes;
});
const scalar = fc.oneof<fc.Arbitrary<Value>[]>(
  { weight: 6, arbitrary: text } as never,
  fc.constantFrom<Value>(
    null,
    true,
    false,
    0,
    1,
    -1,
    new Float(1),
    new Float(-0),
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.integer(),
  integer,
  float,
  datetime,
  binary,
);
const key = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom<Value>(null, true, 7, new Float(2.0), 1.5) },
);

const valueWith = (keys: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.letrec<{ tree: Value }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie("tree")), { maxLength: 4 }).map((pairs) => new Map<Value, Value>(distinct(pairs))),
    ),
  })).tree;

const value = valueWith(key);
/** Where keys cannot be compared, Python's order in pprint depends on its sorting algorithm. */
const valueWithTextKeys = valueWith(text);

/** Python takes 1, 1.0 and True for one key. */
function distinct(pairs: readonly [Value, Value][]): [Value, Value][] {
  const seen = new Set<string>();
  return pairs.filter(([name]) => {
    const same =
      name instanceof Float
        ? String(name.value)
        : name === true
          ? "1"
          : typeof name === "string"
            ? `'${name}`
            : String(name);
    return !seen.has(same) && seen.add(same);
  });
}

const displayed = (values: fc.Arbitrary<Value>) =>
  fc.tuple(fc.constantFrom("web1", "db-2.local.lan"), values).map(([id, ret]) => new Map<Value, Value>([[id, ret]]));

function compare(values: readonly Value[], { module, outputter, opts = {}, settings = {}, retcode = 0 }: Case): void {
  const asked = {
    module,
    retcode,
    opts: { color: false, state_output_profile: true, state_verbose: true, ...opts },
    values: values.map((each) => Buffer.from(encode(each, "network")).toString("base64")),
  };
  const expected = askPython(python, program, asked) as unknown[];
  const differing = values
    .map((each, index) => ({
      salina: show(outputter, each, { ...plain, ...settings }, retcode),
      salt: expected[index],
    }))
    .map(({ salina, salt }) => ({ salina: trimmed(salina), salt: trimmed(salt) }))
    .filter(({ salina, salt }) => salina !== salt && !(salina === null && typeof salt === "object"));
  expect(differing.slice(0, 3)).toEqual([]);
}

/** What is behind the text is never printed; the languages differ in what they take for white space. */
function trimmed(shown: unknown): unknown {
  return typeof shown === "string" ? shown.replace(/[\p{Cc}\s]+$/u, "") : shown;
}

function show(outputter: Outputter, each: Value, settings: OutputSettings, retcode: number): string | null {
  try {
    return outputter(each, settings, { retcode });
  } catch {
    return null;
  }
}

describe.skipIf(python.missing !== null)("outputters, beside stock Salt", () => {
  for (const each of cases) {
    test(`${each.module} ${JSON.stringify(each.opts ?? {})} retcode ${each.retcode ?? 0}`, () => {
      compare(fc.sample(displayed(each.outputter === pprint ? valueWithTextKeys : value), 400), each);
    });
  }

  const chunk = fc
    .record({
      id: fc.constantFrom("/etc/demo.txt", "b", "c"),
      name: fc.constantFrom("/etc/demo.txt", "x"),
      result: fc.constantFrom<Value>(true, false, null),
      comment: fc.oneof(sentence, word),
      changes: fc.oneof(
        fc.constant(new Map<Value, Value>()),
        fc
          .dictionary(fc.constantFrom("diff", "new", "old"), value)
          .map((entries) => new Map<Value, Value>(Object.entries(entries))),
      ),
      duration: fc.double({ min: 0.001, max: 900, noNaN: true }).map((ms) => Math.round(ms * 1000) / 1000 + 0.0005),
      warnings: fc.option(fc.array(sentence, { minLength: 1, maxLength: 2 })),
    })
    .map(({ id, name, result, comment, changes, duration, warnings }): [string, Map<Value, Value>] => [
      `file_|-${id}_|-${name}_|-managed`,
      new Map<Value, Value>([
        ["name", name],
        ["result", result],
        ["comment", comment],
        ["changes", changes],
        ["duration", duration],
        ["start_time", "01:28:48.110274"],
        ["__id__", id],
        ...(warnings ? ([["warnings", warnings]] as [Value, Value][]) : []),
      ]),
    ]);
  const run = fc.array(chunk, { minLength: 1, maxLength: 12 }).map((chunks) => {
    const states = new Map<Value, Value>();
    for (const [name, state] of chunks) states.set(name, new Map([...state, ["__run_num__", states.size]]));
    return new Map<Value, Value>([["web1", states]]);
  });
  const modes = ["full", "terse", "mixed", "changes", "full_id", "changes_id"];
  for (const mode of modes) {
    test(`highstate ${mode}`, () => {
      compare(fc.sample(run, 200), {
        module: "highstate",
        outputter: highstate,
        opts: { color: true, state_output: mode },
        settings: { colors, state: { ...defaultStateOutput, mode } },
      });
    });
  }
});
