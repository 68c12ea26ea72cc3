import { readJson, type WriteJsonOptions, writeJson } from "@salina/render";
import { Float, type Value } from "@salina/wire";
import { type WriteYamlOptions, writeYaml } from "@salina/yaml";
import { describe, expect, test } from "vitest";
import { pythonShapes, shapeOf } from "./support/python-shape.js";
import { askPython, findSaltPython } from "./support/salt-python.js";
import { seededNumbers } from "./support/seeded-numbers.js";

const python = findSaltPython("salt.utils.yaml");
const program = `
import json, sys
import salt.utils.json, salt.utils.yaml
${pythonShapes}
def answer(ask):
    what, given, options = ask
    try:
        if what == "yaml": return salt.utils.yaml.safe_dump(value(given), **options)
        if what == "json": return salt.utils.json.dumps(value(given), **options)
        return json.dumps(shape(salt.utils.json.loads(given)))
    except Exception as error:
        return {"refused": type(error).__name__}
json.dump([answer(ask) for ask in json.load(sys.stdin)], sys.stdout)
`;

const words = [
  ..."|a|x y|1|0x1|1.5|1e3|yes|null|~|=|<<|- a|-|?|? a|: a|a:|a: b|a:b|#|a #b|a#b|%a|@a|`a|!a|&a|*a|'|it's|\"|a\"b|\\|[a]|a]|{a}|a,b| a|a |  |...".split(
    "|",
  ),
  ..."---|--- a|2024-01-31|2024-1-1 10:00:00|1:30|08|0o7|.inf|.nan|é|😀|\u200b|\ufeff|\u2028|a\u2029b|\x85|\x07|a\tb|\t|\r\n|\0|\x7f|\xa0|a\nb|a\n|\na|\n|a\n\nb|a \nb|a\n b|a\n\n".split(
    "|",
  ),
  "|",
  "a|b",
  "word ".repeat(30),
  `${"long".repeat(25)} ${"tail".repeat(4)} end`,
  `it's ${"w'x ".repeat(40)}`,
  `tab\t${"many words ".repeat(20)}`,
  `two  spaces ${"here  ".repeat(30)}x`,
  `lines\n${"and words ".repeat(20)}\n\nend`,
  "k".repeat(120),
  "k".repeat(128),
  "k".repeat(129),
  "é".repeat(70),
];
const scalars: Value[] = [
  ...words,
  ...[null, true, false, 0, -1, 123, 9007199254740993n, new Float(1), 1.5, new Float(1e20), 1e-7, new Float(-0)],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
];
const bytes = [new Uint8Array(), new Uint8Array([104, 105]), new Uint8Array(200).fill(7)];

function randomValue(below: (n: number) => number, depth: number): Value {
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const kind = below(depth > 3 ? 2 : 6);
  if (kind < 2) return below(25) === 0 ? pick(bytes) : pick(scalars);
  const size = below(5);
  if (kind < 4) return Array.from({ length: size }, () => randomValue(below, depth + 1));
  const key = () => (below(4) > 0 ? pick(words) : pick(scalars));
  return new Map(Array.from({ length: size }, () => [key(), randomValue(below, depth + 1)]));
}

/** Maps of Python take 1, 1.0 and True for one key; random ones that hold two of them say nothing. */
function hasTwinKeys(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hasTwinKeys);
  if (!(value instanceof Map)) return false;
  const numbers = [...value.keys()].filter((key) => typeof key !== "string" && key !== null);
  return numbers.length > 1 || [...value.values()].some(hasTwinKeys);
}

const below = seededNumbers(7);
const values: Value[] = [
  ...scalars,
  ...bytes,
  ...scalars.map((one) => [one]),
  ...words.map((one) => new Map([[one, one]])),
  ...scalars.map((one) => [[new Map([["k", one]])]]),
  ...Array.from({ length: 900 }, () => randomValue(below, 0)).filter((one) => !hasTwinKeys(one)),
];

const yamlOptions: [WriteYamlOptions, object][] = [
  [{}, {}],
  [{ defaultFlowStyle: true }, { default_flow_style: true }],
  [{ defaultFlowStyle: false }, { default_flow_style: false }],
  [
    { defaultFlowStyle: false, indent: 4, width: 40, sortKeys: false },
    { default_flow_style: false, indent: 4, width: 40, sort_keys: false },
  ],
];
const jsonOptions: [WriteJsonOptions, object][] = [
  [{}, {}],
  [
    { sortKeys: true, indent: 2 },
    { sort_keys: true, indent: 2 },
  ],
  [
    { ensureAscii: true, indent: 0 },
    { ensure_ascii: true, indent: 0 },
  ],
  [
    { separators: [",", ":"], indent: "\t" },
    { separators: [",", ":"], indent: "\t" },
  ],
];
const jsonTexts = [
  ...'1|-0|0|01|1.0|1e5|-1.5E-3|1.|.5|+1|NaN|Infinity|-Infinity|nan|true|True|null|"a"|"\\u00e9"|"\\ud83d\\ude00"|"\\x"|"\\u12"|"a|\'a\'|[]|[1,]|[,1]|[1 2]|{}'.split(
    "|",
  ),
  ...'{"a":1,"a":2}|{"a":1,}|{a:1}|{"a" 1}|{1:2}|[1]x| [ 1 , 2 ] |123456789012345678901234567890|1e400|{"__proto__": 1}|"\\/\\b\\f\\n\\r\\t"||\x0b1|[[[[]]]]|"a\tb"|- 1|\xa01'.split(
    "|",
  ),
];

const attempt = (run: () => string): string => {
  try {
    return run();
  } catch {
    return "refused";
  }
};

describe.skipIf(python.missing !== null)(`YAML and JSON as stock Salt writes them ${python.missing ?? ""}`, () => {
  const cases = [
    ...values.flatMap((value, n) => {
      const [ours, theirs] = yamlOptions[n % 4] ?? [{}, {}];
      const all = n < 400 ? yamlOptions : [[ours, theirs] as const];
      return all.map(([mine, stock]) => ({
        ask: ["yaml", shapeOf(value), stock],
        run: () => writeYaml(value, mine),
      }));
    }),
    ...values.map((value, n) => {
      const [mine, stock] = jsonOptions[n % 4] ?? [{}, {}];
      return { ask: ["json", shapeOf(value), stock], run: () => writeJson(value, mine) };
    }),
    ...jsonTexts.map((text) => ({
      ask: ["read", text, {}],
      run: () => JSON.stringify(shapeOf(readJson(text, "a.json"))),
    })),
  ];

  test("fixed and random values are written, and texts read, as by stock", () => {
    const theirs = askPython(
      python,
      program,
      cases.map(({ ask }) => ask),
    ) as (string | { refused: string })[];
    const normal = (text: string | { refused: string } | undefined): unknown => {
      if (typeof text !== "string") return "refused";
      return text.startsWith('["') ? attempt(() => JSON.stringify(JSON.parse(text))) : text;
    };
    const different = cases.flatMap(({ ask, run }, n) => {
      const [mine, stock] = [normal(attempt(run)), normal(theirs[n])];
      return mine === stock ? [] : [{ ask: JSON.stringify(ask), mine, stock, why: theirs[n] }];
    });
    expect(cases.length).toBeGreaterThan(2000);

    expect(different.slice(0, 20)).toEqual([]);
  });
});

test("a list that stands twice gets a name, as PyYAML gives it", () => {
  const shared: Value = [1];
  expect(writeYaml(new Map([["a", shared] as const, ["b", shared] as const]))).toBe("a: &id001 [1]\nb: *id001\n");
});
