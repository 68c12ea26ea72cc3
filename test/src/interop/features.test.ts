import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type SalinaMaster, type StockMinion, until } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EventLog } from "./event-log.js";
import { LabOfRelease } from "./lab-of-release.js";
import { type CaseResult, keptIn, writeRecord } from "./record.js";
import { installedReleases } from "./releases.js";

/** What needs a master, on one minion of each release: states, pillar, files, mine, events, schedules, beacons, `salt-call`. */
const date = new Date().toISOString().slice(0, 10);

const files = {
  "states/top.sls": "base:\n  '*':\n    - web\n",
  "states/web.sls": `{% set port = salt['pillar.get']('web:port') %}
{{ grains['target'] }}/web.conf:
  file.managed:
    - source: salt://web.conf.jinja
    - template: jinja
    - makedirs: True
    - context:
        port: {{ port }}
`,
  "states/web.conf.jinja": "port {{ port }} of {{ pillar['owner'] }}\n",
  "states/plain.txt": "plain\n",
  "states/_modules/homemade.py": "def greet(whom):\n    return 'hello ' + whom\n",
  "dev/only.sls": "in dev:\n  test.succeed_without_changes: []\n",
  "dev/other_top.sls": "dev:\n  '*':\n    - only\n",
  "pillar/top.sls": "base:\n  '*':\n    - common\n",
  "pillar/common.sls": "owner: {{ grains['id'] }}\nweb:\n  port: {{ 8000 + 80 }}\n",
};

interface StateResult {
  readonly result: boolean | null;
  readonly changes: Readonly<Record<string, unknown>>;
}

/** Of those that `npm test` runs, two: the newest, and one of another era. */
const inShort = ["3008.5", "3006.8"];
const isMatrix = process.env["SALINA_TEST_RELEASES"] !== undefined;

for (const installed of await installedReleases(process.env)) {
  if (!isMatrix && !inShort.includes(installed.release)) continue;
  const { release, era } = installed;
  const known = { release, era, date };
  if (installed.missing !== null) {
    console.log(`salt-minion ${release}: not run: ${installed.missing}`);
    test.skip(`salt-minion ${release} (not run: ${installed.missing})`, () => undefined);
    continue;
  }

  describe(`features of salt-minion ${release}`, () => {
    const cases: Record<string, CaseResult> = {};
    const feature = keptIn(cases);
    let lab: LabOfRelease;
    let node: StockMinion;
    let events: EventLog;
    let directory: string;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "salina-"));
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), text);
      }
      lab = await LabOfRelease.start(
        installed.bin,
        "salina",
        {
          file_roots: { base: [join(directory, "states")], dev: [join(directory, "dev")] },
          pillar_roots: { base: [join(directory, "pillar")] },
          peer: { ".*": ["test.*"] },
          nodegroups: { webs: "G@role:web" },
        },
        directory,
      );
      events = await EventLog.open((lab.master as SalinaMaster).socketPath);
      node = await lab.startMinion("node", { grains: { target: join(directory, "target"), role: "web" } });
      await lab.admit(node);
    }, 120_000);

    afterAll(async () => {
      const { python, relaxed } = installed;
      const record = { ...known, python, notRun: null, relaxed, cases, secondsUntilItAnswersAgain: null };
      writeRecord(record, process.env, "features");
      events?.close();
      await lab?.end();
    });

    // Since 3008 minions show pillar as asterisks, unless they are told otherwise.
    const clear = release.startsWith("3008.") ? ["unmask=True"] : [];
    const run = (fun: string, ...args: string[]) => lab.run("node", fun, args, 60);
    const states = async (fun: string, ...args: string[]) =>
      Object.values((await run(fun, ...args)) as Record<string, StateResult>);

    feature("pillar.items, pillar.get and refresh_pillar", async () => {
      expect(await run("pillar.items", ...clear)).toEqual({ owner: "node", web: { port: 8080 } });
      expect(await run("pillar.get", "web:port", ...clear)).toBe(8080);
      expect(await run("pillar.items", "pillar={more: 1}", ...clear)).toMatchObject({ more: 1 });
      expect(await run("saltutil.refresh_pillar")).not.toBe(false);
    });

    feature("test=True changes nothing, state.apply does, and again does not", async () => {
      expect(await states("state.apply", "web", "test=True")).toMatchObject([{ result: null }]);
      expect(await states("state.apply")).toMatchObject([{ result: true }]);
      expect(await readFile(join(directory, "target", "web.conf"), "utf8")).toBe("port 8080 of node\n");
      expect(await states("state.highstate")).toMatchObject([{ result: true, changes: {} }]);
    });

    feature("show_top, show_sls, saltenv and another top file", async () => {
      expect(await run("state.show_top")).toEqual({ base: ["web"] });
      expect(Object.keys((await run("state.show_sls", "web")) as object)).toHaveLength(1);
      expect(await states("state.sls", "only", "saltenv=dev")).toMatchObject([{ result: true }]);
      expect(await states("state.top", "other_top.sls", "saltenv=dev")).toMatchObject([{ result: true }]);
    });

    feature("progress of states comes as events", async () => {
      const from = events.length;
      await states("state.apply", "web");
      await events.until((event) => /^salt\/job\/\d+\/prog\/node\/0$/.test(event.tag), from);
    });

    feature("files by cp", async () => {
      expect(await run("cp.get_file_str", "salt://plain.txt")).toBe("plain\n");
      expect(await run("cp.list_master")).toContain("plain.txt");
      expect(await run("cp.hash_file", "salt://plain.txt")).toMatchObject({ hash_type: "sha256" });
      expect(await run("cp.cache_file", "salt://only.sls", "saltenv=dev")).toMatch(/only\.sls$/);
    });

    feature("sync_all brings modules, refresh_* is answered", async () => {
      expect(await run("saltutil.sync_all")).toMatchObject({ modules: ["modules.homemade"] });
      expect(await run("homemade.greet", "you")).toBe("hello you");
      expect(await run("saltutil.refresh_modules")).not.toBe(false);
      expect(await run("saltutil.refresh_grains")).not.toBe(false);
    });

    feature("match, config.get and grains", async () => {
      expect(await run("match.glob", "no*")).toBe(true);
      expect(await run("match.grain", "role:web")).toBe(true);
      expect(await run("match.pillar", "web:port:8080")).toBe(true);
      expect(await run("match.compound", "G@role:web and I@owner:node and not other")).toBe(true);
      expect(await run("config.get", "web:port")).toBe(8080);
      expect(await run("grains.setval", "colour", "blue")).toEqual({ colour: "blue" });
      await until(async () => (await run("grains.get", "colour")) === "blue", {
        timeoutMs: 30_000,
        about: "the grain",
      });
    });

    feature("targets by grain, pillar and a compound expression", async () => {
      for (const target of [
        ["-G", "role:web"],
        ["-I", "web:port:8080"],
        ["-N", "webs"],
        ["-C", "G@role:web and I@owner:no*"],
      ]) {
        const { stdout } = await lab.master.salt(["--static", "--out=json", "-t", "30", ...target, "test.ping"]);
        expect(JSON.parse(stdout)).toEqual({ node: true });
      }
    });

    feature("the mine", async () => {
      expect(await run("mine.send", "test.ping")).toBe(true);
      expect(await run("mine.get", "*", "test.ping")).toEqual({ node: true });
      await run("mine.delete", "test.ping");
      expect(await run("mine.get", "*", "test.ping")).toEqual({});
    });

    feature("publish.publish, as far as peer allows it", async () => {
      expect(await run("publish.publish", "*", "test.ping", "timeout=2")).toEqual({ node: true });
      expect(await run("publish.publish", "role:web", "test.echo", "hello", "tgt_type=grain", "timeout=2")).toEqual({
        node: "hello",
      });
      expect(await run("publish.publish", "*", "cmd.run", "id", "timeout=1")).toEqual({});
    });

    feature("event.send", async () => {
      const from = events.length;
      expect(await run("event.send", "my/own/tag", '{"a": 1}')).toBe(true);
      const event = await events.until(({ tag }) => tag === "my/own/tag", from);
      expect(event.data).toMatchObject({ id: "node" });
    });

    feature("a schedule runs on the minion, its return is kept", async () => {
      const from = events.length;
      await run("schedule.add", "often", "function=test.arg", "job_args=[scheduled]", "seconds=1");
      await events.until(
        ({ tag, data }) => /^salt\/job\/\d+\/ret\/node$/.test(tag) && data["fun"] === "test.arg",
        from,
      );
      expect(JSON.stringify(await run("schedule.list"))).toContain("often");
      await run("schedule.delete", "often");
    });

    feature("a beacon sends events", async () => {
      const from = events.length;
      await run(
        "beacons.add",
        "load",
        "[{averages: {1m: [0.0, -1.0], 5m: [0.0, -1.0], 15m: [0.0, -1.0]}}, {onchangeonly: False}, {emitatstartup: True}, {interval: 1}]",
      );
      await events.until(({ tag }) => tag.startsWith("salt/beacon/node/load"), from);
      await run("beacons.delete", "load");
    });

    feature("salt-call asks the master", async () => {
      const { stdout } = await node.call(["--out=json", "pillar.get", "web:port", ...clear]);
      expect(JSON.parse(stdout)).toEqual({ local: 8080 });
      const applied = await node.call(["--out=json", "state.apply", "web"]);
      expect(Object.values((JSON.parse(applied.stdout) as { local: object }).local)).toMatchObject([{ result: true }]);
    });
  });
}
