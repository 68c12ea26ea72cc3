import type { TargetSpec } from "@salina/targeting";
import fc from "fast-check";

/** Facts as JSON: see `read` of the test for floats and maps with other keys. */
export interface Scenario {
  readonly minions: readonly { readonly id: string; readonly grains: unknown; readonly pillar: unknown }[];
  readonly nodegroups: Readonly<Record<string, string | readonly string[]>>;
  readonly targets: readonly TargetSpec[];
}

const keys = ["os", "roles", "a", "b", "1", "A", "x y", "*"] as const;
const texts = [
  "Debian",
  "debian 12",
  "web",
  "db",
  "a",
  "b",
  "1",
  "1.0",
  "none",
  "true",
  "",
  "a:b",
  "it's",
  'q"q',
  "é\n",
];
const key = fc.constantFrom(...keys);
const scalar = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(0, 1, -1, 2.5, 1e-5, 123456789),
  fc.constantFrom({ $float: 1 }, { $float: "-0" }, { $float: 1e16 }),
  fc.constantFrom(true, false, null),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "value" },
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 3, arbitrary: fc.dictionary(key, tie("value"), { maxKeys: 4 }) },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.tuple(fc.constantFrom<unknown>(1, 0, true, null, 2.5, "a", "true"), tie("value")), {
          maxLength: 3,
          // One key in Python's eyes.
          selector: ([key]) => (key === true ? 1 : key),
        })
        .map((entries) => ({ $map: entries })),
    },
  ),
}));
const facts = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 });

const v4 = ["10.0.0.1", "10.0.0.200", "10.1.2.3", "192.168.1.9", "127.0.0.1"];
const v6 = ["::1", "fe80::1", "2001:db8::7", "2001:db8:0:1::"];
const addresses = fc.record({
  ipv4: fc.subarray(v4),
  ipv6: fc.subarray(v6),
});
const minion = (id: string) =>
  fc
    .record({ grains: facts, addresses: fc.option(addresses, { nil: {} }), pillar: facts })
    .map((one) => ({ id, grains: { ...one.grains, ...one.addresses, id }, pillar: one.pillar }));

const part = fc.oneof(
  { weight: 4, arbitrary: key },
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("*", "D*", "*b*", "[ab]", "?", "[!x]*", "-1", "0", "~", "yes", "'a'", "1.0", "2.5"),
  },
);
const path = (delimiter: string) =>
  fc
    .tuple(key, fc.array(part, { maxLength: 3 }), fc.boolean())
    .map(([first, more, star]) => [...(star ? ["*"] : []), first, ...more].join(delimiter));
const regexPart = fc.constantFrom(
  "deb",
  "^d",
  "web$",
  "(web|db)",
  "[ab]",
  ".*",
  "\\d",
  "\\D+",
  "a{1,2}",
  "",
  "(",
  "(?i)X",
  "1\\.0",
);
const regexPath = (delimiter: string) =>
  fc
    .tuple(key, fc.array(part, { maxLength: 1 }), regexPart)
    .map(([first, more, last]) => [first, ...more, last].join(delimiter));
const subnet = fc.constantFrom(
  ...v4,
  ...v6,
  "10.0.0.0/8",
  "10.0.0.0/24",
  "10.0.0.1/8",
  "10.0.0.0/255.0.0.0",
  "10.0.0.0/0.255.255.255",
  "0.0.0.0/0",
  "10.0.0.0/33",
  "10.0.0",
  "010.0.0.1",
  "2001:db8::/32",
  "2001:DB8::7",
  "2001:db8:0:1:0:0:0:0",
  "::/0",
  "fe80::/129",
  "::ffff:10.0.0.1",
  "a",
  "10.0.0.0/",
);
const glob = fc.constantFrom("web1", "web*", "*", "db[12]", "[!w]*", "*.lan", "w?b1", "nobody", "web1,db1");
const regex = fc.constantFrom("web", "web\\d$", "db1|web", "(?!web).*", ".*1", "(", "[", "w(e)b");
const list = fc.array(fc.constantFrom("web1", "web2.lan", "db1", "nobody", "web", ""), { minLength: 1, maxLength: 3 });
const group = fc.constantFrom("g1", "g2", "g3", "g4", "unknown");

const noBlank = <T extends string>(from: fc.Arbitrary<T>) => from.map((text) => text.replace(/\s/g, "_"));
const condition = fc.oneof(
  { weight: 4, arbitrary: glob },
  { weight: 3, arbitrary: noBlank(path(":")).map((text) => `G@${text}`) },
  { weight: 2, arbitrary: noBlank(path("|")).map((text) => `I|@${text}`) },
  { weight: 2, arbitrary: noBlank(path(":")).map((text) => `I@${text}`) },
  { weight: 2, arbitrary: noBlank(regexPath(":")).map((text) => `P@${text}`) },
  { weight: 1, arbitrary: noBlank(regexPath("/")).map((text) => `J/@${text}`) },
  { weight: 2, arbitrary: list.map((ids) => `L@${ids.join(",")}`) },
  { weight: 2, arbitrary: subnet.map((text) => `S@${text}`) },
  { weight: 2, arbitrary: regex.map((text) => `E@${text}`) },
  { weight: 1, arbitrary: fc.constantFrom("N@g1", "N@g2", "N@unknown", "X@a", "G@", "@", "G@os", "L@", "andor") },
);
/** Mostly well-formed. */
const { compound } = fc.letrec<{ compound: string }>((tie) => ({
  compound: fc.oneof(
    { maxDepth: 4, depthIdentifier: "compound" },
    { weight: 4, arbitrary: condition },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie("compound"), fc.constantFrom("and", "or", "and not", "or not", "not"), tie("compound"))
        .map((all) => all.join(" ")),
    },
    { weight: 2, arbitrary: tie("compound").map((inside) => `( ${inside} )`) },
    { weight: 1, arbitrary: tie("compound").map((inside) => `not ${inside}`) },
  ),
}));
const scrambled = fc
  .array(fc.oneof(condition, fc.constantFrom("and", "or", "not", "(", ")")), { maxLength: 6 })
  .map((words) => words.join(" "));
const anyCompound = fc.oneof({ weight: 4, arbitrary: compound }, { weight: 1, arbitrary: scrambled });

function target(): fc.Arbitrary<TargetSpec> {
  const of = <T extends TargetSpec["type"]>(type: T, expression: fc.Arbitrary<string | readonly string[]>) =>
    expression.map((one): TargetSpec => ({ type, expression: one }));
  const split = (type: "grain" | "grain_pcre" | "pillar" | "pillar_pcre" | "pillar_exact", from: typeof path) =>
    fc
      .constantFrom(":", ":", "|", "::")
      .chain((delimiter) => from(delimiter).map((expression): TargetSpec => ({ type, expression, delimiter })));
  return fc.oneof(
    of("glob", glob),
    of("pcre", regex),
    of(
      "list",
      fc.oneof(
        list,
        list.map((ids) => ids.join(",")),
      ),
    ),
    { weight: 4, arbitrary: split("grain", path) },
    { weight: 2, arbitrary: split("grain_pcre", regexPath) },
    { weight: 2, arbitrary: split("pillar", path) },
    { weight: 2, arbitrary: split("pillar_pcre", regexPath) },
    { weight: 2, arbitrary: split("pillar_exact", path) },
    { weight: 2, arbitrary: of("ipcidr", subnet) },
    of("nodegroup", group),
    { weight: 8, arbitrary: of("compound", anyCompound) },
  );
}

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  minions: fc.tuple(minion("db1"), minion("web1"), minion("web2.lan")),
  nodegroups: fc.record({
    g1: compound,
    g2: fc.oneof(fc.constant<string | readonly string[]>("N@g1 or db1"), list),
    g3: fc.constantFrom<string | readonly string[]>(["web1", "or", "N@g1"], "web[12] db1", "web1 db1", "N@g3 or web1"),
    g4: fc.constantFrom("N@g2 and not N@g1", "not ( N@g1 )", "N@g3"),
  }),
  targets: fc.array(target(), { minLength: 50, maxLength: 50 }),
});
