/** A small pillar tree, the config that goes with it, and who asks. Tried with stock and with ours. */
export interface PillarCase {
  readonly name: string;
  /** By path below a directory of the case's own. Pillar roots are `base`, `dev`, ... there. */
  readonly files: Readonly<Record<string, string>>;
  /** Options of the master; `ROOT` in a text is the directory of the case. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly minion?: string;
  readonly grains?: Readonly<Record<string, unknown>>;
  readonly saltenv?: string;
  readonly pillarenv?: string;
  readonly override?: Readonly<Record<string, unknown>>;
  /** Where ours is another on purpose: what ours gives. */
  readonly ours?: unknown;
}

const top = (text: string) => ({ "base/top.sls": text });
const all = top("base:\n  '*':\n    - a\n    - b\n");
const two = (a: string, b: string) => ({ ...all, "base/a.sls": a, "base/b.sls": b });
const one = (a: string, more: Record<string, string> = {}) => ({
  ...top("base:\n  '*':\n    - a\n"),
  "base/a.sls": a,
  ...more,
});
const dev = { pillar_roots: { base: ["ROOT/base"], dev: ["ROOT/dev"] } };
const tops = {
  "base/top.sls": "base:\n  '*':\n    - a\n",
  "dev/top.sls": "dev:\n  '*':\n    - a\n",
  "base/a.sls": "where: base\nonly_base: 1\nlist: [1, 2]\nmap: {x: 1, y: 2}\n",
  "dev/a.sls": "where: dev\nonly_dev: 1\nlist: [2, 3]\nmap: {y: 3, z: 4}\n",
};

const topFiles: readonly PillarCase[] = [
  { name: "nothing at all", files: {} },
  { name: "an empty top file", files: top("") },
  { name: "a top file of comments", files: top("# nothing\n") },
  { name: "one file", files: one("x: 1\ny: [a, b]\nz: {q: true}\n") },
  { name: "two files", files: two("x: 1\nm: {a: 1, b: 2}\n", "y: 2\nm: {b: 3, c: 4}\n") },
  {
    name: "an SLS in a directory",
    files: {
      ...top("base:\n  '*':\n    - web\n    - db.main\n"),
      "base/web/init.sls": "web: 1\n",
      "base/db/main.sls": "db: 1\n",
    },
  },
  { name: "a file and a directory of one name", files: one("file: 1\n", { "base/a/init.sls": "directory: 1\n" }) },
  {
    name: "a glob of SLS names",
    files: {
      ...top("base:\n  '*':\n    - 'w*'\n"),
      "base/wa.sls": "wa: 1\n",
      "base/wb/init.sls": "wb: 1\n",
      "base/wb/c.sls": "wbc: 1\n",
      "base/x.sls": "x: 1\n",
    },
  },
  { name: "a glob that matches nothing", files: top("base:\n  '*':\n    - 'none*'\n") },
  { name: "an SLS that is not there", files: top("base:\n  '*':\n    - none\n") },
  {
    name: "an SLS that may be missing",
    files: { ...top("base:\n  '*':\n    - none\n    - a\n    - ignore_missing: True\n"), "base/a.sls": "x: 1\n" },
  },
  {
    name: "targets of several kinds",
    grains: { os: "Debian", roles: ["web", "db"], mem: 512, ipv4: ["127.0.0.1", "10.1.2.3"] },
    minion: "web1.lan",
    files: {
      ...top(`base:
  'web*':
    - glob
  'db*':
    - never
  'os:Debian':
    - match: grain
    - grain
  'os:De.*':
    - match: grain_pcre
    - grain_pcre
  'web[12].*':
    - match: pcre
    - pcre
  'web1.lan,web2.lan':
    - match: list
    - list
  'G@roles:web and not E@db.*':
    - match: compound
    - compound
  'G@roles:db or other':
    - compound_by_default
  '10.1.0.0/16':
    - match: ipcidr
    - ipcidr
  'group':
    - match: nodegroup
    - nodegroup
`),
      ...Object.fromEntries(
        "glob never grain grain_pcre pcre list compound compound_by_default ipcidr nodegroup"
          .split(" ")
          .map((name) => [`base/${name}.sls`, `${name}: 1\n`]),
      ),
    },
    options: { nodegroups: { group: "L@web1.lan,web9" } },
  },
  {
    name: "a target by pillar, of which there is none yet",
    files: {
      ...top("base:\n  'x:1':\n    - match: pillar\n    - b\n  '*':\n    - a\n"),
      "base/a.sls": "x: 1\n",
      "base/b.sls": "b: 1\n",
    },
  },
  {
    name: "order of targets",
    files: {
      ...top("base:\n  '*':\n    - a\n    - order: 10\n  'm*':\n    - b\n    - order: 2\n  'mi*':\n    - c\n"),
      "base/a.sls": "x: a\nl: [a]\n",
      "base/b.sls": "x: b\nl: [b]\n",
      "base/c.sls": "x: c\nl: [c]\n",
    },
  },
  {
    name: "the same SLS by two targets",
    files: {
      ...top("base:\n  '*':\n    - a\n  'm*':\n    - b\n    - a\n"),
      "base/a.sls": "x: a\n",
      "base/b.sls": "x: b\n",
    },
  },
  {
    name: "a top file that includes another",
    files: {
      ...top("include:\n  - more\nbase:\n  '*':\n    - a\n"),
      "base/more.sls": "base:\n  'm*':\n    - b\n",
      "base/a.sls": "x: a\n",
      "base/b.sls": "y: b\n",
    },
  },
  {
    name: "a top file of another name",
    options: { state_top: "summit.sls" },
    files: {
      "base/top.sls": "base: {'*': [b]}\n",
      "base/summit.sls": "base:\n  '*':\n    - a\n",
      "base/a.sls": "x: a\n",
      "base/b.sls": "x: b\n",
    },
  },
  {
    name: "a top file that is no YAML",
    files: one("x: 1\n", { "base/top.sls": "base:\n  '*':\n - a\n   b: [\n" }),
    ours: "error in top",
  },
  { name: "a target without a list", files: one("x: 1\n", { "base/top.sls": "base:\n  '*':\n" }) },
  { name: "an environment without targets", files: one("x: 1\n", { "base/top.sls": "base:\n" }) },
];

const environments: readonly PillarCase[] = [
  { name: "two environments are merged", files: tops, options: dev },
  { name: "one pillarenv", files: tops, options: dev, pillarenv: "dev" },
  { name: "the other pillarenv", files: tops, options: dev, pillarenv: "base" },
  { name: "pillarenv from saltenv", files: tops, options: { ...dev, pillarenv_from_saltenv: true }, saltenv: "dev" },
  { name: "a saltenv alone changes nothing", files: tops, options: dev, saltenv: "dev" },
  { name: "pillarenv of the config", files: tops, options: { ...dev, pillarenv: "dev" } },
  { name: "env_order", files: tops, options: { ...dev, env_order: ["dev", "base"] } },
  {
    name: "only the environment of the minion (strategy none)",
    files: tops,
    options: { ...dev, pillar_source_merging_strategy: "none" },
    saltenv: "dev",
  },
  {
    name: "strategy none without an environment",
    files: tops,
    options: { ...dev, pillar_source_merging_strategy: "none" },
  },
  {
    name: "a pillarenv that is not there",
    files: tops,
    options: dev,
    pillarenv: "nope",
    ours: { _errors: ["Pillar environment 'nope' is not available on the salt master. There is: base, dev"] },
  },
  {
    name: "an environment that is in a top file only",
    files: { ...top("base:\n  '*':\n    - a\nprod:\n  '*':\n    - b\n"), "base/a.sls": "x: 1\n" },
  },
  {
    name: "__env__",
    files: {
      "envs/dev/top.sls": "dev:\n  '*':\n    - a\n",
      "envs/dev/a.sls": "x: dev\n",
      "base/top.sls": "base: {'*': [a]}\n",
      "base/a.sls": "x: base\n",
    },
    options: { pillar_roots: { base: ["ROOT/base"], __env__: ["ROOT/envs/__env__"] } },
    pillarenv: "dev",
  },
  {
    name: "__env__ without an environment",
    files: { "envs/base/top.sls": "base:\n  '*':\n    - a\n", "envs/base/a.sls": "x: base\n" },
    options: { pillar_roots: { __env__: ["ROOT/envs/__env__"] } },
  },
  {
    name: "two roots of one environment",
    files: {
      ...one("x: first\n"),
      "second/a.sls": "x: second\n",
      "second/b.sls": "y: second\n",
      "base/top.sls": "base:\n  '*':\n    - a\n    - b\n",
    },
    options: { pillar_roots: { base: ["ROOT/base", "ROOT/second"] } },
  },
  {
    name: "a root that is not there",
    files: one("x: 1\n"),
    options: { pillar_roots: { base: ["ROOT/none", "ROOT/base"] } },
  },
];

const includes: readonly PillarCase[] = [
  { name: "an include", files: one("include:\n  - c\nx: a\n", { "base/c.sls": "x: c\ny: c\n" }) },
  {
    name: "what is included wins",
    options: { pillar_includes_override_sls: true },
    files: one("include:\n  - c\nx: a\nm: {a: 1}\n", { "base/c.sls": "x: c\ny: c\nm: {c: 1}\n" }),
  },
  { name: "under a key", files: one("include:\n  - c:\n      key: k\nx: a\n", { "base/c.sls": "x: c\n" }) },
  {
    name: "under a key of several parts",
    files: one("include:\n  - c:\n      key: k:l:m\nx: a\n", { "base/c.sls": "x: c\n" }),
  },
  {
    name: "with defaults",
    files: one("include:\n  - c:\n      defaults:\n        name: given\n  - d\nx: a\n", {
      "base/c.sls": "y: {{ name }}\n",
      "base/d.sls": "z: {{ name | default('none') }}\n",
    }),
  },
  {
    name: "beside the file",
    files: {
      ...top("base:\n  '*':\n    - web.main\n"),
      "base/web/main.sls": "include:\n  - .ports\nx: 1\n",
      "base/web/ports.sls": "ports: [80]\n",
    },
  },
  {
    name: "beside an init file",
    files: {
      ...top("base:\n  '*':\n    - web\n"),
      "base/web/init.sls": "include:\n  - .ports\nx: 1\n",
      "base/web/ports.sls": "ports: [80]\n",
    },
  },
  {
    name: "beside the file, and at the top",
    files: {
      ...top("base:\n  '*':\n    - web\n"),
      "base/web/init.sls": "include:\n  - .ports\nx: 1\n",
      "base/web/ports.sls": "ports: [80]\n",
      "base/ports.sls": "top_ports: [1]\n",
    },
  },
  {
    name: "a glob",
    files: one("include:\n  - 'parts.*'\n", { "base/parts/a.sls": "pa: 1\n", "base/parts/b.sls": "pb: 1\n" }),
  },
  { name: "something that is not there", files: one("include:\n  - none\nx: 1\n") },
  {
    name: "a chain",
    files: one("include:\n  - b\nx: a\n", {
      "base/b.sls": "include:\n  - c\nx: b\ny: b\n",
      "base/c.sls": "x: c\ny: c\nz: c\n",
    }),
  },
  { name: "a loop", files: one("include:\n  - b\nx: a\n", { "base/b.sls": "include:\n  - a\nx: b\ny: b\n" }) },
  { name: "itself", files: one("include:\n  - a\nx: a\n") },
  { name: "no list", files: one("include: b\nx: a\n") },
  // Stock tells it twice.
  {
    name: "an SLS that does not render",
    files: one("include:\n  - bad\nx: a\n", { "base/bad.sls": "x: [\n" }),
    ours: { _errors: ["Rendering SLS 'bad' failed. Please see master log for details."], x: "a" },
  },
  { name: "the same twice", files: two("include:\n  - c\nl: [a]\n", "include:\n  - c\nl: [b]\n") },
];

const merging: readonly PillarCase[] = [
  ...["smart", "recurse", "aggregate", "overwrite", "list"].map((strategy) => ({
    name: `strategy ${strategy}`,
    files: two(
      "x: a\nl: [1, 2]\nm: {a: 1, b: {c: 1, l: [1]}}\nonly_a: 1\n",
      "x: b\nl: [2, 3]\nm: {b: {d: 2, l: [2]}, e: 3}\nonly_b: 1\n",
    ),
    options: { pillar_source_merging_strategy: strategy },
  })),
  {
    name: "lists put together",
    files: two("l: [1, 2, {a: 1}]\nm: {l: [1]}\n", "l: [2, 3, {a: 1}]\nm: {l: [1, 2]}\n"),
    options: { pillar_merge_lists: true },
  },
  {
    name: "lists put together, overwrite",
    files: two("l: [1, 2]\nm: {l: [1]}\n", "l: [2, 3]\nm: {l: [1, 2]}\n"),
    options: { pillar_merge_lists: true, pillar_source_merging_strategy: "overwrite" },
  },
  { name: "a map over a text", files: two("x: text\ny: {a: 1}\n", "x: {a: 1}\ny: text\n") },
  { name: "nothing over something", files: two("x: 1\n", "x:\n") },
  { name: "hostile keys", files: two("__proto__: {a: 1}\nconstructor: 1\n", "__proto__: {b: 1}\ntoString: 2\n") },
  { name: "an override", files: one("x: 1\nm: {a: 1}\n"), override: { x: 2, m: { b: 2 }, n: 3 } },
  {
    name: "an override of a list",
    files: one("l: [1]\n"),
    override: { l: [2] },
    options: { pillar_merge_lists: true },
  },
  { name: "keys that are no texts", files: two("1: int\ntrue: bool\n1.5: float\nnull: none\n", "2: x\n") },
];

const renderers: readonly PillarCase[] = [
  { name: "JSON", files: one('#!json\n{"x": 1, "y": [true, null]}\n') },
  { name: "YAML without a template", files: one("#!yaml\nx: '{{ y }}'\n") },
  { name: "a template of JSON", files: one('#!jinja|json\n{"x": {{ 1 + 1 }}}\n') },
  {
    name: "another default renderer",
    files: { ...top("#!yaml\nbase:\n  '*':\n    - a\n"), "base/a.sls": '{"x": 1}' },
    options: { renderer: "json" },
  },
  { name: "a list instead of a map", files: one("- a\n- b\n") },
  { name: "a text instead of a map", files: one("just text\n") },
  { name: "nothing", files: one("") },
  { name: "only blanks", files: one("  \n\n") },
  { name: "an empty list", files: one("[]\n") },
  { name: "no YAML", files: one("x: [1, 2\ny: }\n") },
  { name: "two keys of one name", files: one("x: 1\nx: 2\n") },
  {
    name: "no YAML, with the details",
    files: one("x: 1\nx: 2\n"),
    options: { pillar_safe_render_error: false },
    ours: "error with details",
  },
  { name: "a template that does not parse", files: one("x: {{ 1 + }}\n") },
  { name: "an unknown name", files: one("x: {{ nothing_here }}\n") },
  { name: "an unknown name, allowed", files: one("x: '{{ nothing_here }}'\n"), options: { allow_undefined: true } },
];

const templates: readonly PillarCase[] = [
  {
    name: "grains",
    grains: { os: "Debian", ip4: { eth0: ["10.0.0.1"] } },
    files: one(
      "os: {{ grains.os }}\nip: {{ grains['ip4']['eth0'][0] }}\nid: {{ grains['id'] }}\nalso: {{ opts.id }} {{ opts['minion_id'] }}\n",
    ),
  },
  {
    name: "names of the file",
    files: {
      ...top("base:\n  '*':\n    - web.main\n"),
      "base/web/main.sls":
        "sls: {{ sls }}\nsaltenv: {{ saltenv }}\ntplfile: {{ tplfile }}\ntpldir: {{ tpldir }}\ntpldot: '{{ tpldot }}'\nslspath: {{ slspath }}\nslsdotpath: {{ slsdotpath }}\nslscolonpath: {{ slscolonpath }}\nsls_path: {{ sls_path }}\n",
    },
  },
  {
    name: "names of an init file",
    files: {
      ...top("base:\n  '*':\n    - web\n"),
      "base/web/init.sls": "sls: {{ sls }}\ntplfile: {{ tplfile }}\ntpldir: {{ tpldir }}\nslspath: {{ slspath }}\n",
    },
  },
  {
    name: "names of a file at the top",
    files: one("tpldir: {{ tpldir }}\ntpldot: '{{ tpldot }}'\nslspath: '{{ slspath }}'\n"),
  },
  {
    name: "environments in templates",
    files: topsWith("x: {{ saltenv }}\npe: {{ opts.pillarenv }}\nse: {{ opts.saltenv }}\n"),
    options: dev,
    pillarenv: "dev",
    saltenv: "base",
  },
  {
    name: "an import",
    files: one("{% from 'map.jinja' import m with context %}\nx: {{ m.a }}\n", {
      "base/map.jinja": "{% set m = {'a': grains.os} %}",
    }),
    grains: { os: "Arch" },
  },
  {
    name: "an import beside the file",
    files: {
      ...top("base:\n  '*':\n    - web\n"),
      "base/web/init.sls": "{% import_yaml './ports.yaml' as p %}\nx: {{ p.http }}\n",
      "base/web/ports.yaml": "http: 80\n",
    },
  },
  {
    name: "pillar.get finds nothing",
    files: one("x: {{ salt['pillar.get']('a:b', 'standard') }}\ny: {{ pillar.get('a', 1) }}\n"),
  },
  {
    name: "grains functions",
    grains: { os: "Debian", os_family: "Debian", roles: ["a", "b"] },
    files: one(
      "a: {{ salt['grains.get']('os') }}\nb: {{ salt['grains.get']('roles:1') }}\nc: {{ salt.grains.get('none', 'd') }}\nd: {{ salt['grains.filter_by']({'Debian': {'p': 1}, 'default': {'p': 2}}) | json }}\ne: {{ salt['grains.has_value']('os') }}\nf: {{ salt['grains.filter_by']({'default': {'a': 1}, 'Debian': {'b': 2}}, merge={'c': 3}, base='default') | json }}\ng: {{ salt['grains.item']('os', 'none') | json }}\n",
    ),
  },
  {
    name: "config.get",
    options: { my_own: { option: 5 } },
    grains: { os: "X" },
    files: one(
      "a: {{ salt['config.get']('my_own:option') }}\nb: {{ salt['config.get']('os') }}\nc: {{ salt['config.get']('nothing', 'n') }}\nd: {{ opts.my_own.option }}\n",
    ),
  },
  {
    name: "commands",
    files: one(
      "a: {{ salt['cmd.run']('echo one; echo two', python_shell=True) | json }}\ne: {{ salt['cmd.run']('echo one; echo \"two  three\"') | json }}\nf: {{ salt['cmd.run'](['echo', 'a b', 'c']) | json }}\ng: {{ salt['cmd.run_all']('sh -c \"echo out; echo err >&2; exit 2\"')['stderr'] }}\nb: {{ salt['cmd.run_stdout']('echo $((1+2))', python_shell=True) }}\nc: {{ salt['cmd.retcode']('exit 3', python_shell=True) }}\nd: {{ salt['cmd.shell']('echo x') }}\n",
    ),
  },
  {
    name: "files of the master",
    files: one(
      "a: {{ salt['file.file_exists']('ROOT/base/a.sls') }}\nb: {{ salt['file.directory_exists']('ROOT/none') }}\nc: {{ salt['file.read']('ROOT/data.txt') | json }}\nd: {{ salt['file.basename']('/a/b') }}\n",
      { "data.txt": "content\n" },
    ),
  },
  {
    name: "hashes",
    files: one(
      "a: {{ salt['hashutil.digest']('x') }}\nb: {{ salt['hashutil.sha256_digest']('x') }}\nc: {{ salt['hashutil.base64_b64encode']('hello') }}\nd: {{ salt['hashutil.base64_b64decode']('aGVsbG8=') }}\ne: {{ salt['random.hash']('x', 'sha256') }}\n",
    ),
  },
  {
    name: "merging functions",
    files: one(
      "a: {{ salt['slsutil.merge']({'x': {'a': 1}}, {'x': {'b': 2}}) | json }}\nb: {{ salt['defaults.merge']({'a': 1}, {'b': 2}) | json }}\nc: {{ salt['slsutil.update']({'l': [1]}, {'l': [2]}, merge_lists=True) | json }}\nd: {{ salt['slsutil.merge_all']([{'a': 1}, {'b': 2}]) | json }}\n",
    ),
  },
  {
    name: "match functions",
    minion: "web1",
    grains: { os: "Debian" },
    files: one(
      "a: {{ salt['match.glob']('web*') }}\nb: {{ salt['match.grain']('os:Arch') }}\nc: {{ salt['match.compound']('G@os:Debian and web*') }}\nd: {{ salt['match.list']('a,web1') }}\ne: {{ salt['match.filter_by']({'web*': 'w', 'db*': 'd'}) }}\n",
    ),
  },
  {
    name: "environ",
    files: one("a: {{ salt['environ.get']('NOT_SET_AT_ALL', 'd') }}\nb: {{ salt['environ.has_value']('PATH') }}\n"),
  },
  {
    name: "a loop over data",
    files: one(
      "users:\n{% for name, uid in {'ada': 1, 'bob': 2}.items() %}\n  {{ name }}:\n    uid: {{ uid }}\n{% endfor %}\n",
    ),
  },
  {
    name: "a condition on the id",
    minion: "db7",
    files: one(
      "{% if grains.id.startswith('db') %}\nrole: db\n{% elif opts['id'] == 'x' %}\nrole: x\n{% else %}\nrole: none\n{% endif %}\n",
    ),
  },
  {
    name: "a template in the top file",
    grains: { role: "web" },
    files: {
      ...top("{% set r = grains.get('role', 'none') %}\nbase:\n  '*':\n    - {{ r }}\n"),
      "base/web.sls": "web: 1\n",
    },
  },
];

function topsWith(text: string): Record<string, string> {
  return {
    "base/top.sls": "base: {'*': [a]}\n",
    "dev/top.sls": "dev: {'*': [a]}\n",
    "base/a.sls": text,
    "dev/a.sls": text,
  };
}

const external: readonly PillarCase[] = [
  {
    name: "cmd_yaml",
    files: one("x: 1\nm: {a: 1}\n"),
    options: { ext_pillar: [{ cmd_yaml: "printf 'y: 2\\nm: {b: 2}\\nid: %s\\n'" }] },
  },
  { name: "cmd_yaml without output", files: one("x: 1\n"), options: { ext_pillar: [{ cmd_yaml: "true" }] } },
  {
    name: "cmd_json",
    files: one("x: 1\n", { "data.json": '{"y": {"z": [1, 2.5, "ü"]}}' }),
    options: { ext_pillar: [{ cmd_json: "cat ROOT/data.json" }] },
  },
  {
    name: "two of them",
    files: one("x: 1\n"),
    options: { ext_pillar: [{ cmd_yaml: "echo 'x: 2'" }, { cmd_yaml: "echo 'x: 3'" }] },
  },
  {
    name: "external first",
    files: two("x: {{ pillar.get('ext', 'unseen') }}\n", "ext: b\n"),
    options: { ext_pillar_first: true, ext_pillar: [{ cmd_yaml: "echo 'ext: seen'" }] },
  },
  {
    name: "external first, and a target by it",
    files: { ...top("base:\n  'ext:seen':\n    - match: pillar\n    - a\n"), "base/a.sls": "x: 1\n" },
    options: { ext_pillar_first: true, ext_pillar: [{ cmd_yaml: "echo 'ext: seen'" }] },
  },
  {
    name: "one left out",
    files: one("x: 1\n"),
    options: { exclude_ext_pillar: ["cmd_yaml"], ext_pillar: [{ cmd_yaml: "echo 'x: 2'" }] },
  },
  { name: "no list", files: one("x: 1\n"), options: { ext_pillar: { cmd_yaml: "echo 'x: 2'" } } },
  { name: "an entry that is no map", files: one("x: 1\n"), options: { ext_pillar: ["cmd_yaml"] } },
  {
    name: "file_tree",
    minion: "m1",
    files: one("x: 1\n", {
      "tree/hosts/m1/plain": "text\n",
      "tree/hosts/m1/dir/inner": "inner",
      "tree/hosts/m1/dir/empty": "",
      "tree/hosts/m2/other": "no\n",
    }),
    options: { ext_pillar: [{ file_tree: { root_dir: "ROOT/tree" } }] },
  },
  {
    name: "file_tree, line ends kept",
    minion: "m1",
    files: one("x: 1\n", { "tree/hosts/m1/keep/a": "text\n", "tree/hosts/m1/cut/a": "text\n" }),
    options: { ext_pillar: [{ file_tree: { root_dir: "ROOT/tree", keep_newline: ["keep/*"] } }] },
  },
  {
    name: "file_tree, rendered",
    minion: "m1",
    files: one("x: 1\n", { "tree/hosts/m1/a": "x: {{ 1 + 1 }}\n" }),
    options: { ext_pillar: [{ file_tree: { root_dir: "ROOT/tree", template: true, render_default: "jinja|yaml" } }] },
  },
  {
    name: "file_tree without its root",
    files: one("x: 1\n"),
    options: { ext_pillar: [{ file_tree: { root_dir: "ROOT/none" } }] },
  },
  {
    name: "external with an override",
    files: one("x: 1\n"),
    override: { x: 9, z: 8 },
    options: { ext_pillar: [{ cmd_yaml: "printf 'x: 2\\nz: 3\\n'" }] },
  },
  {
    name: "output that cannot be read",
    files: one("x: 1\n"),
    options: { ext_pillar: [{ cmd_yaml: "echo '[1, 2'" }] },
    ours: "error of the command",
  },
];

const bad: readonly PillarCase[] = [
  {
    name: "several errors at once",
    files: {
      ...top("base:\n  '*':\n    - none\n    - bad\n    - good\n"),
      "base/bad.sls": "x: [\n",
      "base/good.sls": "g: 1\n",
    },
  },
  { name: "an error and an override", files: { ...top("base:\n  '*':\n    - none\n") }, override: { x: 1 } },
  // Stock takes the file for an empty one.
  {
    name: "an unknown renderer",
    files: one("#!mystery\nx: 1\n"),
    ours: { _errors: ["Rendering SLS 'a' failed. Please see master log for details."] },
  },
];

export const pillarCases: readonly PillarCase[] = [
  ...topFiles,
  ...environments,
  ...includes,
  ...merging,
  ...renderers,
  ...templates,
  ...external,
  ...bad,
];
