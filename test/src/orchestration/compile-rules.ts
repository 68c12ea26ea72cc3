import { type CompileCase, tree } from "./compile-cases.js";

/** An id with one state; its arguments as lines. */
const s = (id: string, args = "    - z: 1") => `${id}:\n  test.succeed_with_changes:\n${args}\n`;

/**
 * One rule of the compiler, or one mistake, in each tree. The names say which: `prereq...` and `...Circle` are about what
 * waits for what, `env...` about environments (`dev|o` is SLS `o` of `dev`), `rel...` about relative includes.
 */
export const ruleCases: Readonly<Record<string, CompileCase>> = {
  selfSls: tree(s("a", "    - require: [{sls: top}]") + s("b")),
  selfSlsLast: tree(s("b") + s("a", "    - require: [{sls: top}]")),
  selfPrereqId: tree(s("a", "    - prereq: [{id: a}]")),
  prereqText: tree(s("a", "    - prereq: [b]") + s("b")),
  prereqId: tree(s("a", "    - prereq: [{id: b}]") + s("b")),
  prereqIdCircle: tree(s("a", "    - prereq: [{id: b}]") + s("b", "    - require: [{test: a}]")),
  prereqCircle: tree(s("a", "    - prereq: [{test: b}]") + s("b", "    - require: [{test: a}]")),
  prereqLong: tree(
    s("a", "    - prereq: [{test: b}]") + s("b", "    - require: [{test: c}]") + s("c", "    - require: [{test: a}]"),
  ),
  prereqOk: tree(s("a", "    - prereq: [{test: b}]") + s("b", "    - require: [{test: c}]") + s("c")),
  prereqRequireOther: tree(s("a", "    - prereq: [{test: b}]\n    - require: [{test: c}]") + s("b") + s("c")),
  prereqChain: tree(s("a", "    - prereq: [{test: b}]") + s("b", "    - prereq: [{test: c}]") + s("c")),
  prereqMutual: tree(s("a", "    - prereq: [{test: b}]") + s("b", "    - prereq: [{test: a}]")),
  prereqAndRequireSame: tree(s("a", "    - prereq: [{test: b}]\n    - require: [{test: b}]") + s("b")),
  prereqAndOnchanges: tree(
    s("a", "    - prereq: [{test: b}]") + s("c", "    - onchanges: [{test: a}]") + s("b", "    - require: [{test: c}]"),
  ),
  prereqByName: tree(s("a", "    - prereq: [{test: n}]") + s("b", "    - name: n")),
  prereqByNameCircle: tree(s("a", "    - prereq: [{test: n}]") + s("b", "    - name: n\n    - require: [{test: a}]")),
  prereqInCircle: tree(s("a", "    - prereq_in: [{test: b}]\n    - require: [{test: b}]") + s("b")),
  prereqInOk: tree(s("a", "    - prereq_in: [{test: b}]") + s("b", "    - require: [{test: c}]") + s("c")),
  prereqSls: tree(
    `include: [o]\n${s("a", "    - prereq: [{sls: o}]")}== o\n${s("b")}${s("c", "    - require: [{test: b}]")}`,
  ),
  prereqGlob: tree(s("a", "    - prereq: [{test: 'b*'}]") + s("b1") + s("b2", "    - require: [{test: b1}]")),
  prereqGlobCircle: tree(s("a", "    - prereq: [{test: 'b*'}]") + s("b1") + s("b2", "    - require: [{test: a}]")),
  twoPrereqs: tree(s("a", "    - prereq: [{test: b}, {test: c}]") + s("b", "    - require: [{test: c}]") + s("c")),
  twoOnOne: tree(
    s("a", "    - prereq: [{test: c}]") + s("b", "    - prereq: [{test: c}]\n    - require: [{test: a}]") + s("c"),
  ),
  prereqRanBefore: tree(s("b") + s("a", "    - prereq: [{id: b}]")),
  prereqsOverAnother: tree(
    s("a", "    - prereq: [{test: b}, {test: c}]") +
      s("b") +
      s("d", "    - require: [{test: b}]") +
      s("c", "    - require: [{test: d}]"),
  ),
  names: tree(s("a", "    - prereq: [{test: b}]\n    - names: [x, y]") + s("b")),
  threeCircle: tree(
    s("a", "    - require: [{test: b}]") + s("b", "    - watch: [{test: c}]") + s("c", "    - onchanges: [{test: a}]"),
  ),
  onfailCircle: tree(s("a", "    - onfail: [{test: b}]") + s("b", "    - onfail: [{test: a}]")),
  anyCircle: tree(s("a", "    - require_any: [{test: b}]") + s("b", "    - onchanges_any: [{test: a}]")),
  listenCircle: tree(s("a", "    - listen: [{test: b}]") + s("b", "    - listen: [{test: a}]")),
  listenSelf: tree(s("a", "    - listen: [{test: a}]")),
  globSelf: tree(s("a1", "    - require: [{test: 'a*'}]") + s("a2")),
  nameSelf: tree(s("a", "    - name: n\n    - require: [{test: n}]")),
  namesSelf: tree(s("a", "    - names: [x, y]\n    - require: [{test: x}]")),
  namesOverride: tree(s("a", "    - names:\n      - x\n      - y:\n        - require: [{test: x}]")),
  sameIdTwoModules: tree(
    "a:\n  test.succeed_with_changes: []\n  salt.function:\n    - tgt: x\n    - require: [{test: a}]\n",
  ),
  requireIdBothModules: tree("a:\n  test.succeed_with_changes:\n    - require: [{id: b}]\nb:\n  test.nop: []\n"),
  // environments
  env1: tree(`include:\n  - dev: o\n${s("a")}== dev|o\n${s("b")}`),
  env2: tree(`include:\n  - o\n${s("a")}== dev|o\n${s("b")}`),
  env3: tree(`include:\n  - _xenv: o\n${s("a")}== dev|o\n${s("b")}== o\n${s("c")}`),
  env4: tree(`include:\n  - _xenv: gone\n${s("a")}== dev|gone\n${s("b")}`),
  env5: tree(`include:\n  - dev: 'o*'\n${s("a")}== dev|o1\n${s("b")}== dev|o2\n${s("c")}`),
  env6: tree(`include:\n  - dev: o\n${s("a")}== dev|o\ninclude: [p]\n${s("b")}== dev|p\n${s("c")}== p\n${s("d")}`),
  env7: tree(`include:\n  - dev: gone\n${s("a")}== dev|o\n${s("b")}`),
  env8: tree(`${s("zz")}== dev|top\ninclude:\n  - base: o\n  - p\n${s("a")}== o\n${s("b")}== dev|p\n${s("c")}`, {
    saltenv: "dev",
  }),
  env9: tree(`${s("zz")}== dev|top\ninclude:\n  - base: gone\n${s("a")}`, { saltenv: "dev" }),
  env10: tree(s("zz"), { saltenv: "nope" }),
  env11: tree(`include:\n  - dev: .o\n${s("a")}== dev|o\n${s("b")}`),
  env12: tree(`include:\n  - dev: o\n    base: p\n${s("a")}== dev|o\n${s("b")}== p\n${s("c")}`),
  env13: tree(
    "include:\n  - dev: web\n" +
      s("a") +
      "== dev|web/init\ninclude: [.x]\n" +
      s("b") +
      "== dev|web/x\n" +
      s("c") +
      "== web/x\n" +
      s("d"),
  ),
  env14: tree(`include:\n  - dev: o\n${s("a")}== dev|o\n${s("a", "    - y: 2")}`),
  env15: tree(
    "include:\n  - dev: o\nextend:\n  b:\n    test: [{q: 1}]\n" +
      s("a", "    - require_in: [{test: b}]") +
      "== dev|o\n" +
      s("b"),
  ),
  // odd
  relInit: tree(
    "include: [web]\n== web/init\ninclude: [.a, ..b, .c.d]\n" +
      s("i") +
      "== web/a\n" +
      s("a") +
      "== b\n" +
      s("b") +
      "== web/c/d\ninclude: [...a]\n" +
      s("d"),
  ),
  relDot: tree(`include: ['.']\n${s("a")}`),
  relBare: tree(`include: ['..']\n== web/init\n${s("a")}`),
  includeMap0: tree(`include: [{}]\n${s("a")}`),
  includeInt: tree(`include: [1]\n${s("a")}`),
  includeNull: tree(`include:\n  -\n${s("a")}`),
  includeGlobNone: tree(`include: ['x*']\n${s("a")}`),
  includeStar: tree(`include: ['*']\n${s("a")}== b\n${s("b")}`),
  dupIncl: tree(`include: [b, b]\n${s("a")}== b\n${s("b")}`),
  excludeIdInt: tree(`exclude: [{id: 1}]\n${s("a")}`),
  excludeTwo: tree(`exclude: [{id: a, sls: x}]\n${s("a")}`),
  excludeGlobSls: tree(`exclude: [{sls: 'o?'}]\ninclude: [o1]\n${s("a")}== o1\n${s("b")}`),
  excludeIncluded: tree(
    "exclude: [o]\ninclude: [o]\nextend:\n  b:\n    test: [{q: 1}]\n" +
      s("a", "    - require: [{sls: o}]") +
      "== o\n" +
      s("b"),
  ),
  excludeNeeded: tree(`exclude: [{id: b}]\n${s("a", "    - require_in: [{test: b}]")}${s("b")}`),
  extendFun: tree(`include: [o]\nextend:\n  b:\n    test.nop:\n      - q: 1\n== o\n${s("b")}`),
  extendNew: tree(`include: [o]\nextend:\n  b:\n    cmd.run:\n      - name: x\n== o\n${s("b")}`),
  extendNames: tree(
    `include: [o]\nextend:\n  b:\n    test:\n      - name: only\n== o\n${s("b", "    - names: [x, y]")}`,
  ),
  extendTwice: tree(
    "include: [o, p]\n== o\ninclude: [q]\nextend:\n  b:\n    test: [{require: [{test: c}]}]\n== p\ninclude: [q]\nextend:\n  b:\n    test: [{require: [{test: c}]}, {x: 2}]\n== q\n" +
      s("b", "    - require: [{test: d}]") +
      s("c") +
      s("d"),
  ),
  extendNoState: tree(`extend:\n  a: {}\n${s("a")}`),
  extendNullArgs: tree(`extend:\n  a:\n    test:\n${s("a")}`),
  extendText: tree(`extend:\n  a:\n    test: nop\n${s("a")}`),
  extendEmptyReq: tree(`extend:\n  a:\n    test: [{require: x}]\n${s("a", "    - require: [{test: b}]")}${s("b")}`),
  extendByNames: tree(`extend:\n  x:\n    test: [{q: 1}]\n${s("a", "    - names: [x]")}`),
  extendOrder: tree(`include: [o]\nextend:\n  b:\n    test: [{order: 1}]\n${s("a")}== o\n${s("b")}`),
  useFrom: tree(
    s("a", "    - use: [{test: b}]") +
      s("b", "    - names: [p, q]\n    - k: 1\n    - require: [{test: c}]\n    - failhard: True") +
      s("c"),
  ),
  useSls: tree(
    "include: [o]\n" +
      s("a", "    - use: [{sls: o}]") +
      "== o\n" +
      s("b", "    - k: 1") +
      s("c", "    - k: 2\n    - l: 3"),
  ),
  useInText: tree(s("a", "    - use_in: [b]\n    - k: 1") + s("b")),
  useGlob: tree(s("a", "    - use: [{test: 'b*'}]") + s("b1", "    - k: 1")),
  useOther: tree(`${s("a", "    - use: [{salt: b}]")}b:\n  salt.function:\n    - tgt: x\n`),
  useMissing: tree(s("a", "    - use: [{test: b}]")),
  useTwice: tree(s("a", "    - use: [{test: b}, {test: c}]") + s("b", "    - k: 1") + s("c", "    - k: 2")),
  reqInText: tree(s("a", "    - require_in: b") + s("b")),
  reqInMap: tree(`${s("a", "    - require_in: {test: b, salt: c}") + s("b")}c:\n  salt.function:\n    - tgt: x\n`),
  reqInGlob: tree(s("a", "    - require_in: [{test: 'b*'}]") + s("b1")),
  reqInId: tree(s("a", "    - require_in: [{id: b}]") + s("b")),
  reqInTwice: tree(
    s("a", "    - require_in: [{test: c}]") +
      s("b", "    - require_in: [{test: c}]\n    - watch_in: [{test: c}]") +
      s("c", "    - require: [{test: d}]") +
      s("d"),
  ),
  reqInWrongModule: tree(s("a", "    - require_in: [{salt: b}]") + s("b")),
  reqInSlsMissing: tree(s("a", "    - require_in: [{sls: gone}]")),
  listenIn: tree(s("a", "    - listen_in: [{test: b}]") + s("b")),
  onfailAny: tree(s("a", "    - onfail_any: [{test: b}]\n    - onfail_stop: False") + s("b")),
  anyIn: tree(s("a", "    - require_any_in: [{test: b}]") + s("b")),
  ordersAsUsual: tree(
    ["first", "last", "1", "-1", "0", "1.5", "null", "'7'", "[1]", "-20", "200"]
      .map((order, at) => s(`o${at}`, `    - order: ${order}`))
      .join("") + s("p"),
  ),
  orders: tree(
    [
      "first",
      "last",
      "1",
      "-1",
      "0",
      "1.5",
      "true",
      "null",
      "'7'",
      "[1]",
      "99999999999999999999",
      "-99999999999999999999",
      ".inf",
    ]
      .map((o, i) => s(`o${i}`, `    - order: ${o}`))
      .join("") + s("p"),
  ),
  orderNames: tree(
    s("a", "    - order: 5\n    - names: [c, b, a]") +
      s("x", "    - order: 5") +
      s("y", "    - order: last\n    - names: [m, l]") +
      s("z", "    - order: -3\n    - names: [k, j]"),
  ),
  orderTwice: tree(s("a", "    - order: 5\n    - order: 3") + s("b", "    - x: 1\n      order: 2")),
  orderStr: tree(
    `${s("b", "    - order: 1") + s("a", "    - order: 1")}a_:\n  salt.function:\n    - order: 1\n    - tgt: x\n`,
  ),
  slsKey: tree("a:\n  __sls__: other\n  test.nop: []\n"),
  underscore: tree("_a:\n  test.nop: []\nb:\n  _x: [1]\n  test.nop: []\n"),
  dunder: tree("__a:\n  test.nop: []\n"),
  dots: tree("a:\n  test.nop.more: []\nb: test.nop.more\nc: .x\nd: x.\n"),
  short: tree("a:\n  test.nop\nb:\n  - test.nop\n"),
  funArg: tree(
    "a:\n  test:\n    - nop\n    - fun: other\n    - state: salt\n    - __id__: z\n    - __sls__: q\n    - __env__: e\n",
  ),
  nameNull: tree("a:\n  test.nop:\n    - name:\n"),
  namesMix: tree("a:\n  test.nop:\n    - names: [x, {y: [{k: 1}, {name: z}]}, 5, {}, x, [q]]\n"),
  namesTwo: tree("a:\n  test.nop:\n    - names: [x]\n    - names: [y, x]\n    - name: n\n"),
  namesMap: tree("a:\n  test.nop:\n    - names: {x: 1}\n"),
  namesEmpty: tree("a:\n  test.nop:\n    - names: []\n"),
  multiKey: tree("a:\n  test.nop:\n    - x: 1\n      y: 2\n    - require: [{test: b}]\n      k: 1\nb: test.nop\n"),
  emptyArg: tree("a:\n  test.nop:\n    - {}\n"),
  intArg: tree("a:\n  test.nop:\n    - 5\n    -\n    - [x]\n"),
  reqEmpty: tree("a:\n  test.nop:\n    - require: []\n"),
  reqEmptyMap: tree("a:\n  test.nop:\n    - require: [{}]\n"),
  reqNull: tree("a:\n  test.nop:\n    - require: [{test: }]\n"),
  reqInt: tree("a:\n  test.nop:\n    - require: [1]\n    - watch: [{test: 1}]\n1: test.nop\n"),
  reqTwo: tree("a:\n  test.nop:\n    - require: [{test: b, salt: c}]\nb: test.nop\n"),
  ids: tree("'5': test.nop\ntrue: test.nop\n"),
  idNull: tree("~:\n  test.nop: []\n"),
  stateInt: tree("a:\n  1: []\n"),
  stateNull: tree("a:\n  ~: []\n"),
  unicode: tree(
    "é:\n  test.nop:\n    - name: ü\n    - require_in: [{test: ñ}]\nñ: test.nop\n😀: test.nop\nﬀ: test.nop\n".normalize(),
  ),
  sortAstral: tree(["😀", "ﬀ", "z", "Z", "é"].map((i) => s(`"${i}"`, "    - order: 1")).join("")),
  globBrackets: tree(`include: ['[a-b]', '[!a]']\n== a\n${s("a")}== b\n${s("b")}`),
  longNames: tree(s("a", `    - names: [${Array.from({ length: 30 }, (_, i) => `n${i}`).join(",")}]`)),
  confl: tree(`include: [o, p]\n== o\n${s("a", "    - x: 1")}== p\n${s("a", "    - x: 2")}`),
  conflSame: tree(`include: [o, p]\n== o\n${s("a")}== p\n${s("a")}`),
  conflNonMap: tree(`include: [o]\na: x\n== o\n${s("a")}`),
  threeTypes: tree("a:\n  test.nop: []\n  test.fail: []\n  test: [x]\n"),
  typeTwice: tree("a:\n  test: [nop]\n  test.nop: [{x: 1}]\n"),
  onlyInclude: tree("include: [gone1, gone2]\n"),
  modsTwo: tree(`${s("a")}== o\n${s("b", "    - require: [{test: a}]")}`, { mods: ["o", "top"] }),
  modsGlob: tree(`${s("a")}== web/x\n${s("b")}== web/init\n${s("c")}`, { mods: ["web*", "top"] }),
  modsGone: tree(s("a"), { mods: ["gone", "g*", "top"] }),
  dateVal: tree("a:\n  test.nop:\n    - when: 2020-01-02\n    - n: 0x10\n    - o: 010\n    - f: 1e3\n"),
  recurOther: tree(
    "a:\n  test.nop:\n    - require: [{test: b}]\nb:\n  salt.function:\n    - require: [{test: a}]\n    - tgt: x\n",
  ),
};
