import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Value } from "@salina/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Clock, systemClock } from "../clock.js";
import type { MasterConfig } from "../config/config.js";
import { load } from "../config/testing/load.js";
import { openFiles } from "../files/open-files.js";
import { HandClock } from "../testing/hand-clock.js";
import { openTemplates } from "./open-templates.js";
import type { Rendered, TemplateRequest } from "./template-request.js";
import type { TemplateService } from "./template-service.js";

const files = {
  "a.sls": "from: {{ sls }} {{ saltenv }} {{ tplfile }} {{ pillar['x'] }}\n",
  "d/init.sls":
    "{% from './map.jinja' import one %}\n{% import_yaml 'd/data.yaml' as data %}\nvalue: [{{ one }}, {{ data.two }}]\n",
  "d/map.jinja": "{% set one = 1 %}",
  "d/data.yaml": "two: 2\n",
  "asks.sls":
    "up: {{ salt['saltutil.runner']('manage.up', timeout=3) | tojson }}\nkeys: {{ salt.saltutil.wheel('key.list', ['accepted']) | tojson }}\nmine: {{ salt['mine.get']('*', 'x') | tojson }}\nfile: {{ salt['cp.get_file_str']('salt://d/data.yaml') | tojson }}\n",
  "forever.sls": "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
  "sleeps.sls": "{{ salt['cmd.run']('sleep 60') }}",
  "bad.sls": "a: 1\nb: {{ nothing_here }}\n",
  "names.sls": "{{ tag }}: {{ data['x'] | tojson }}\nopts: {{ opts['my_own'] }} {{ opts['id'] }} {{ opts['over'] }}\n",
  "escape.sls": "x: {{ data }}\n",
} as const;

let root: string;
let config: MasterConfig;
let templates: TemplateService;

const opened: TemplateService[] = [];

function open(clock: Clock): TemplateService {
  const server = openFiles(config.files, {
    hashType: "sha256",
    clock: systemClock,
    cacheDir: join(root, "cache"),
    bundled: null,
    onAway: () => undefined,
  }).server;
  const service = openTemplates(config, { clock, files: server });
  opened.push(service);
  return service;
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "salina-templates-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, "roots", name)), { recursive: true });
    writeFileSync(join(root, "roots", name), text);
  }
  const read = await load(JSON.stringify({ file_roots: { base: [join(root, "roots")] }, id: "m", my_own: 7 }));
  if (!read.ok) throw new Error(read.fault.text);
  config = read.value.config;
  templates = open(systemClock);
});

afterAll(() => {
  for (const service of opened) service.close();
  rmSync(root, { recursive: true });
});

const sls = (name: string, more: Partial<TemplateRequest> = {}): TemplateRequest => ({
  source: { kind: "sls", name },
  saltenv: "base",
  pillar: new Map([["x", "px"]]),
  ...more,
});

describe("a template of the master", () => {
  test("sees where it stands, and its pillar", async () => {
    expect(await templates.render(sls("a"))).toEqual({
      ok: true,
      value: new Map([["from", "a base a.sls px"]]),
      file: { path: join(root, "roots", "a.sls"), relative: "a.sls" },
      warnings: [],
    });
  });

  test("imports what stands beside it, and anything in the file server", async () => {
    const rendered = await templates.render(sls("d"));
    expect(rendered).toMatchObject({ ok: true, value: new Map([["value", [1, 2]]]), file: { relative: "d/init.sls" } });
  });

  test("is found by its path, in the file server and on the machine", async () => {
    for (const path of ["salt://a.sls", join(root, "roots", "a.sls")]) {
      const rendered = await templates.render(sls("", { source: { kind: "file", path } }));
      expect(rendered).toMatchObject({ value: new Map([["from", "base a.sls px"]]) });
    }
  });

  test("asks the master with what it was given for that", async () => {
    const asked: unknown[] = [];
    const port = (kind: string) => (fun: string, arg: readonly Value[]) => {
      asked.push([kind, fun, arg]);
      return Promise.resolve([fun]);
    };
    const rendered = await templates.render(sls("asks", { runner: port("runner"), wheel: port("wheel") }));

    expect(rendered).toMatchObject({
      value: new Map<string, Value>([
        ["up", ["manage.up"]],
        ["keys", ["key.list"]],
        ["mine", ["mine.get"]],
        ["file", "two: 2\n"],
      ]),
    });
    expect(asked).toEqual([
      [
        "runner",
        "manage.up",
        [
          new Map<Value, Value>([
            ["__kwarg__", true],
            ["timeout", 3],
          ]),
        ],
      ],
      ["wheel", "key.list", ["accepted"]],
      [
        "runner",
        "mine.get",
        [
          new Map<Value, Value>([
            ["__kwarg__", true],
            ["tgt", "*"],
            ["fun", "x"],
            ["tgt_type", "glob"],
          ]),
        ],
      ],
    ]);
  });

  test("is told where nothing may be asked", async () => {
    const rendered = await templates.render(sls("asks"));
    expect(rendered).toMatchObject({ ok: false, reason: expect.stringContaining("'manage.up' is not available here") });
  });

  test("sees further names, and options laid over those of the config", async () => {
    const names = new Map<string, Value>([
      ["tag", "a/b"],
      ["data", new Map([["x", [1n, "{{ 1 }}"]]])],
    ]);
    const rendered = await templates.render(sls("names", { names, opts: new Map([["over", "yes"]]) }));
    expect(rendered).toMatchObject({
      value: new Map<string, Value>([
        ["a/b", [1, "{{ 1 }}"]],
        ["opts", "7 m yes"],
      ]),
    });
  });

  test("that fails says where and why", async () => {
    const rendered = await templates.render(sls("bad"));
    expect(rendered).toMatchObject({ ok: false, missing: false });
    expect(!rendered.ok && rendered.reason).toContain(`${join(root, "roots", "bad.sls")}:2: `);
    expect(!rendered.ok && rendered.reason).toContain("'nothing_here' is undefined");
  });

  test.each(["nope", "../x", "..d"])("that is not there is called missing: %s", async (name) => {
    expect(await templates.render(sls(name))).toEqual({
      ok: false,
      missing: true,
      reason: `No matching sls found for '${name}' in env 'base'`,
      shown: `No matching sls found for '${name}' in env 'base'`,
    });
  });

  test("that never ends is given up, and the next one is rendered", async () => {
    const clock = new HandClock();
    const short = open(clock);
    let rendered: Rendered | undefined;
    short.render(sls("sleeps")).then(
      (one) => {
        rendered = one;
      },
      () => undefined,
    );
    while (!rendered) await clock.advance(1000);

    const file = join(root, "roots", "sleeps.sls");
    expect(rendered).toEqual({
      ok: false,
      missing: false,
      reason: `${file}: it took longer than 60 s`,
      shown: "it took longer than 60 s",
    });
    expect(await short.render(sls("a"))).toMatchObject({ ok: true });
  });
});
