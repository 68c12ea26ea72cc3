import { Float } from "@salina/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { yamlifyArgument } from "./yamlify.js";

const text = Symbol("the text itself");

const table: readonly [string, unknown][] = [
  ["1", 1],
  ["-5", -5],
  ["+5", 5],
  ["007", 7],
  ["010", 10],
  ["0777", 777],
  ["08", text],
  ["-010", -8],
  ["0x10", 16],
  ["0b11", 3],
  ["0o17", text],
  ["1.5", 1.5],
  [".5", 0.5],
  ["1.", new Float(1)],
  ["1.0e+3", new Float(1000)],
  ["6.02e+23", new Float(6.02e23)],
  [".inf", Number.POSITIVE_INFINITY],
  ["-.inf", Number.NEGATIVE_INFINITY],
  [".nan", Number.NaN],
  ["-0.0", new Float(-0)],
  ["1e3", text],
  ["1.5e3", text],
  ["1e+3", text],
  ["12e03", text],
  ["1:30", 90],
  ["12:30:45", 45045],
  ["1:30.5", 90.5],
  ...["true", "True", "TRUE", "yes", "on"].map((word): [string, unknown] => [word, true]),
  ...["false", "no", "off", "OFF"].map((word): [string, unknown] => [word, false]),
  ...["tRue", "y", "n"].map((word): [string, unknown] => [word, text]),
  ["null", null],
  ["~", null],
  ["None", null],
  ["none", text],
  ["1_000", text],
  ["1__0", text],
  ["", text],
  ["  ", text],
  ["---", text],
  ["...", text],
  ["a\tb", text],
  ["5\n", text],
  ["[1]\r", text],
  ["#x", text],
  ["a #b", text],
  ["5 # five", 5],
  ["[a] # c", ["a"]],
  ["a: 1", text],
  ["key: [1]", text],
  ["- a", text],
  ["{a: 1}", new Map([["a", 1]])],
  ["[1,{b: 2}]", [1, new Map([["b", 2]])]],
  ['{"a": [1, 2.5, null, "x"]}', new Map([["a", [1, 2.5, null, "x"]]])],
  ["2024-01-01", text],
  ["2024-01-01T10:00:00Z", text],
  ['"q"', "q"],
  ["'q'", "q"],
  ["'\"5\"'", '"5"'],
  ["'5'", "5"],
  ["'it''s'", "it's"],
  ['"a\\u00e9\\n"', "aé\n"],
  ["|", text],
  ["!", text],
  ["!x", text],
  ["@x", text],
  ["`x`", text],
  ["%x", text],
  ["*a", text],
  ["[a", text],
  ["{{ x }}", text],
  ["&a b", "b"],
  [">", ""],
  ["!!str 5", "5"],
  [" true", true],
  ["true ", true],
  ["18446744073709551615", 18446744073709551615n],
  ["{a: 1, a: 2}", text],
  ["{1: a, true: b}", text],
  [
    "{<<: {a: 1, b: 2}, b: 3}",
    new Map([
      ["a", 1],
      ["b", 3],
    ]),
  ],
  ["{__proto__: 1}", new Map([["__proto__", 1]])],
  ["[&x 1, *x]", [1, 1]],
  ["[a: b]", [new Map([["a", "b"]])]],
  ["http://host/x", text],
];

describe("an argument", () => {
  for (const [written, expected] of table) {
    test(`${JSON.stringify(written)} is typed as stock Salt types it`, () => {
      expect(yamlifyArgument(written)).toStrictEqual(expected === text ? written : expected);
    });
  }

  test("of any text is typed without an error", () => {
    const yamlish = fc.string({ unit: fc.constantFrom(..."[]{},:?!&*'\"|>-#%@ab01._~ \\\t\n"), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: "binary" })), (written) => {
        expect(yamlifyArgument(written)).toBeDefined();
      }),
      { interruptAfterTimeLimit: 1000, numRuns: 3000 },
    );
  });

  test("of a thousand brackets stays text", () => {
    expect(yamlifyArgument("[".repeat(1000) + "]".repeat(1000))).toBe("[".repeat(1000) + "]".repeat(1000));
  });
});
