import { yamlifyArgument } from "@salina/arguments";
import { defaultStateOutput, noColors, raw } from "@salina/cli";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";

const python = findSaltPython("salt.utils.args, salt.utils.yaml");
if (python.missing) console.warn(`typing of arguments is not compared with stock Salt: ${python.missing}`);

const program = `
import json, sys
import salt.utils.args
print(json.dumps([ascii([salt.utils.args.yamlify_arg(text)])[1:-1] for text in json.load(sys.stdin)]))
`;

const settings = { colors: noColors, stripColors: true, indent: undefined, state: defaultStateOutput };

/** The value as Python's `ascii()` shows it, so that types count and not only values. */
function shown(text: string): string {
  const repr = raw([yamlifyArgument(text)], settings, { retcode: 0 });
  return Array.from(repr.slice(1, -1), (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) return char;
    const hex = code.toString(16);
    if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  }).join("");
}

const fixed = [
  ..."1 -5 +5 007 010 0777 08 -010 +010 0x10 0b11 0o17 0b 0x 1.5 .5 1. 1.0e+3 6.02e+23 .inf -.inf .nan 1e3 1.5e3".split(
    " ",
  ),
  ..."12e03 1:30 12:30:45 1:30.5 -1:30 01:30 true tRue Yes ON off y null ~ None none NULL 1_000 1__0 0_1 -1_0 1_0.5".split(
    " ",
  ),
  ..."- ? : | > ! !x @x %x *a [a {{ = << [<<] [=] --- ... '' 18446744073709551616 20261123012554900020".split(" "),
  ...[
    "a: 1",
    "- a",
    "{a: 1}",
    "{a:1}",
    "{a,b}",
    "{a: }",
    "{a:}",
    "[a:]",
    "[a: b]",
    "[? a : b]",
    "[?a]",
    "[a?]",
    "[a?b]",
    "{a?: 1}",
  ],
  ...[
    "[a,]",
    "[,]",
    "[a,,b]",
    "{a: 1,}",
    "{,}",
    "[a b: c]",
    "[[a]: b]",
    "[[[]]]",
    "{a: {b: [c, {d: e}]}}",
    "{1: a, 1.0: b}",
  ],
  ...[
    "#x",
    "a #b",
    "[a] # c",
    "[a]#c",
    "[a #b]",
    "5 #",
    "'a' #",
    "[#]",
    "[a#b]",
    "! 5",
    "!!str 5",
    "!!int '5'",
    "!!float 5",
  ],
  ...[
    "!!int x",
    "!!bool yes",
    "!!null x",
    "!!str",
    "[!!str , a]",
    "&a b",
    "&a",
    "[&a b, *a]",
    "[&a [b], *a]",
    "&a *a",
    "[&a b, &a c]",
  ],
  ...[
    "--- 5",
    "--- a: b",
    "--- [1]",
    "... 5",
    "'a' b",
    "'a'b",
    "'it''s'",
    '"a\\x41\\u00e9"',
    '"\\q"',
    '"a',
    "'a",
    "a'b",
    'a"b',
  ],
  ...[
    "{<<: {a: 1}, b: 2}",
    "{<<: [{a: 1}, {a: 2}]}",
    "{<<: 1}",
    "{b: 2, <<: {b: 3, c: 4}}",
    "[a, b]: c",
    "{a: 1}: 2",
    "{a: 1} b",
  ],
  ...[
    "> ",
    ">-",
    ">2-",
    "> text",
    "| # c",
    "2024-01-01",
    "2024-01-01 10:00:00",
    "[2024-01-01]",
    "[-]",
    "[- a]",
    "[-a]",
    "[ - ]",
  ],
  ...[
    "a:b",
    "a:",
    ":a",
    "?a",
    "-a",
    "? a",
    "- a",
    "a : b",
    "a- b",
    "%a",
    "[%a]",
    "[a%]",
    "[@]",
    "[a@]",
    "[|]",
    "[>]",
    "[:a]",
    "[a:b]",
    "[a::b]",
  ],
  ...[
    "!<x> 5",
    "!!seq [a]",
    "!!map {a: 1}",
    "!!seq {a: 1}",
    "!foo [a]",
    "!!binary aGk=",
    "[!!binary aGk=]",
    "a: b # c",
    "- a #",
    "9".repeat(5000),
    "é",
    "😀",
    "[😀, é]",
    " 5",
    "5 ",
    " [5]",
  ],
  ...[
    '{"a":1,"b":[true,false,null]}',
    '{"a" : 1}',
    "{'a':1}",
    '["a":1]',
    "{[a]: 1}",
    "{? a}",
    "{?}",
    "{? : 1}",
    "[? ]",
    "[? ]]",
    "[? ,]",
    "[? : 1]",
    "[? : : 1]",
    "[? , : 1]",
    "[? ], a]",
    "[? &a : 1]",
    "{: 1}",
    "[: 1]",
    "{a: b: c}",
  ],
];

describe.skipIf(python.missing !== null)("typing of arguments, beside stock Salt", () => {
  const compare = (texts: readonly string[]) => {
    const expected = askPython(python, program, texts) as string[];
    const differing = texts
      .map((text, index) => ({ text, salina: shown(text), salt: expected[index] }))
      .filter(({ salina, salt }) => salina !== salt);
    expect(differing).toEqual([]);
  };

  test("the cases somebody thought of", () => compare(fixed));

  test("random text of the characters that mean something to YAML", () => {
    const piece = fc.constantFrom(
      ...[
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        ": ",
        ":",
        "a",
        "b",
        "'",
        '"',
        "#",
        " #",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "!!int ",
      ],
      ...[
        "? ",
        "- ",
        "-",
        "1",
        "0",
        "07",
        "1.5",
        ".",
        "_",
        "e+3",
        "true",
        "null",
        "~",
        "<<",
        "=",
        "|",
        ">",
        "%",
        "@",
        " ",
        "\\\\",
        "é",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x07",
      ],
    );
    const texts = fc.sample(
      fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join("")),
      12_000,
    );
    compare(texts);
  });

  test("random nested collections", () => {
    const scalar = fc.constantFrom("a", "1", "1.5", "true", "~", "''", '"x y"', "a b", "0x1f", "1:30", "é");
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        scalar,
        fc.array(tie("tree"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
        fc
          .array(fc.tuple(scalar, tie("tree")), { maxLength: 4 })
          .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(",")}}`),
      ),
    }));
    compare(fc.sample(tree, 3000));
  });
});
