import fc from "fast-check";

/** Random templates, the same in every run. */
export function randomTemplates(count: number): string[] {
  const kinds = [slices, formats, percents, arithmetic, whiteSpace, numbers, calls];
  return kinds.flatMap((kind, at) => fc.sample(kind, { numRuns: Math.ceil(count / kinds.length), seed: 4711 + at }));
}

const index = fc.oneof(fc.constant(""), fc.integer({ min: -7, max: 7 }).map(String));
const step = fc.oneof(
  fc.constant(""),
  fc
    .integer({ min: -4, max: 4 })
    .filter((by) => by !== 0)
    .map(String),
);
const sequence = fc.constantFrom("'abcdef'", "[1, 2, 3, 4, 5]", "(1, 2, 3)", "range(6)", "'é😀x'", "''", "s.encode()");

const slices = fc
  .tuple(sequence, index, index, step)
  .map(([of, from, to, by]) => `{{ (${of})[${from}:${to}:${by}] }}{{ (${of})[${from}:${to}]|list|length }}`);

const number = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }).map(String),
  fc.constantFrom(
    "0",
    "1",
    "-1",
    "0.0",
    "1.5",
    "-2.5",
    "0.1",
    "1e20",
    "1e-7",
    "123456.789",
    "2.675",
    "99999999999999999999",
  ),
  fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((one) => one.toFixed(4)),
);

const formats = fc
  .tuple(
    fc.constantFrom("", "<", ">", "^", "=", "*<", "0>", "é^", "_="),
    fc.constantFrom("", "+", "-", " "),
    fc.constantFrom("", "#"),
    fc.constantFrom("", "0"),
    fc.constantFrom("", "1", "8", "15"),
    fc.constantFrom("", ",", "_"),
    fc.constantFrom("", ".0", ".2", ".5", ".10"),
    fc.constantFrom("", "d", "f", "e", "g", "x", "b", "o", "s", "%", "n", "G", "E", "X", "c"),
    fc.oneof(number, fc.constantFrom("'text'", "true", "'é'")),
  )
  .map(([align, sign, alternate, zero, width, group, precision, type, value]) => {
    return `{{ '{:${align}${sign}${alternate}${zero}${width}${group}${precision}${type}}'.format(${value}) }}`;
  });

const percents = fc
  .tuple(
    fc.constantFrom("", "-", "+", " ", "0", "#", "-0", "+0", "# "),
    fc.constantFrom("", "1", "8", "12"),
    fc.constantFrom("", ".0", ".1", ".4", ".12", "."),
    fc.constantFrom("d", "i", "u", "s", "r", "f", "e", "g", "x", "X", "o", "c", "E", "G", "F"),
    fc.oneof(number, fc.constantFrom("'text'", "true", "'q'", "[1]")),
  )
  .map(([flags, width, precision, type, value]) => `{{ '<%${flags}${width}${precision}${type}>' % (${value},) }}`);

const arithmetic = fc
  .tuple(number, fc.constantFrom("+", "-", "*", "/", "//", "%", "<", "==", ">="), number)
  .map(([a, operator, b]) => `{{ (${a}) ${operator} (${b}) }}`);

const numbers = fc
  .tuple(
    number,
    fc.constantFrom(
      "int",
      "float",
      "string",
      "abs",
      "round",
      "round(1)",
      "round(2)",
      "round(-2)",
      "round(1, 'floor')",
      "filesizeformat",
    ),
  )
  .map(([value, filter]) => `{{ (${value})|${filter} }}`);

const space = fc.constantFrom("", " ", "\n", "\n\n", "  \n ", "\t", "x", " x\n");
const tag = fc
  .tuple(fc.constantFrom("", "-", "+"), fc.constantFrom("", "-", "+"))
  .chain(([open, close]) =>
    fc.constantFrom(
      `{%${open} if true ${close}%}`,
      `{%${open} set q = 1 ${close}%}`,
      `{{${open === "+" ? "" : open} a ${close === "+" ? "" : close}}}`,
      `{#${open} note ${close}#}`,
      `{%${open} raw ${close === "+" ? "" : close}%} {{ r }} {%${open} endraw ${close}%}`,
    ),
  );

const whiteSpace = fc
  .tuple(
    fc.constantFrom(
      "",
      '#jinja2: {"trim_blocks": true}\n',
      '#jinja2: {"lstrip_blocks": true, "trim_blocks": true}\n',
      '#jinja2: {"lstrip_blocks": true}\n',
    ),
    fc.array(fc.tuple(space, tag), { minLength: 1, maxLength: 6 }),
    space,
  )
  .map(([header, parts, end]) => {
    const text = parts.map(([before, one]) => before + one).join("");
    return header + text + "{% endif %}".repeat(text.split(" if true ").length - 1) + end;
  });

const text = fc.constantFrom(
  "'a b  c'",
  "' x '",
  "''",
  "'aXbXc'",
  "'Hello wOrld'",
  "'é😀é'",
  "'12'",
  "'-3'",
  "'a\\nb\\r\\nc'",
  "'ab-cd'",
);
const method = fc.constantFrom(
  "split()",
  "split('X')",
  "split(' ', 1)",
  "rsplit(none, 1)",
  "rsplit('X', 1)",
  "strip()",
  "strip('a ')",
  "title()",
  "capitalize()",
  "swapcase()",
  "center(9, '*')",
  "zfill(6)",
  "find('b')",
  "rfind('X')",
  "count('b')",
  "partition('b')",
  "rpartition('X')",
  "splitlines()",
  "splitlines(true)",
  "replace('X', '--')",
  "replace('', '.')",
  "isalpha()",
  "isdigit()",
  "istitle()",
  "islower()",
  "encode()",
  "expandtabs()",
  "startswith('a')",
  "endswith(('c', 'X'))",
  "find('', 3)",
  "count('', 2)",
  "ljust(7, '.')",
);
const calls = fc.tuple(text, method).map(([of, call]) => `{{ ${of}.${call} }}{{ ${of}|reverse }}{{ [${of}] }}`);
