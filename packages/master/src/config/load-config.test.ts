import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxConfigBytes } from "./config-files.js";
import { loadConfig } from "./load-config.js";
import { load, loaded, refusal } from "./testing/load.js";

const token = "0123456789abcdef0123456789abcdef";

describe("defaults", () => {
  test("without any file everything has stock's default", async () => {
    const { config, warnings } = await loaded({});

    expect(config).toMatchObject({
      id: "host_master",
      user: null,
      paths: { configDir: "/etc/salt", pkiDir: "/etc/salt/pki/master", cacheDir: "/var/cache/salt/master" },
      network: { interface: "0.0.0.0", publishPort: 4505, requestPort: 4506, backlog: 1000, ipv6: false },
      jobs: { timeoutS: 5, gatherTimeoutS: 10, keepS: 86_400 },
      log: { level: "warn", file: "/var/log/salt/master", fileLevel: "warn" },
      local: { path: "/var/run/salt/master/salina.sock", mode: 0o600 },
      rest: null,
    });
    expect(warnings).toEqual([]);
  });

  test.each(["", "# only a comment\n", "---\n", "---\n...\n", "null\n"])(
    "the file %j asks for nothing",
    async (text) => {
      expect((await loaded(text)).config).toEqual((await loaded({})).config);
    },
  );

  test("an option without a value has its default", async () => {
    expect((await loaded("id:\npublish_port:\nkey_pass: ~\nsalina:\n  rest:\n")).config).toEqual(
      (await loaded({})).config,
    );
  });

  test("the config cannot be changed afterwards", async () => {
    const { config } = await loaded("");

    expect(() => Object.assign(config.network, { publishPort: 1 })).toThrow(TypeError);
  });
});

describe("files", () => {
  test("included files replace options of the main file, the later name wins", async () => {
    const { config } = await loaded({
      "/etc/salt/master": "publish_port: 1001\nret_port: 1002\ntimeout: 3\n",
      "/etc/salt/master.d/a.conf": "publish_port: 2001\nret_port: 2002\n",
      "/etc/salt/master.d/b.conf": "ret_port: 3002\n",
      "/etc/salt/master.d/.hidden.conf": "ret_port: 4002\n",
      "/etc/salt/master.d/b.conf.bak": "ret_port: 5002\n",
    });

    expect(config.network).toMatchObject({ publishPort: 2001, requestPort: 3002 });
    expect(config.jobs.timeoutS).toBe(3);
  });

  test("`include` wins over `default_include`, and its files can include others that win over them", async () => {
    const { config } = await loaded({
      "/etc/salt/master": "default_include: std.d/*\ninclude: [extra/one.conf]\n",
      "/etc/salt/std.d/x": "timeout: 1\ngather_job_timeout: 1\nloop_interval: 1\n",
      "/etc/salt/extra/one.conf": "include: two.conf\ntimeout: 2\ngather_job_timeout: 2\n",
      "/etc/salt/extra/two.conf": "timeout: 3\n",
    });

    expect(config.jobs).toMatchObject({ timeoutS: 3, gatherTimeoutS: 2 });
    expect(config.events.loopIntervalS).toBe(1);
  });

  test("`salina` is merged in depth, over the main file too", async () => {
    const { config } = await loaded({
      "/etc/salt/master": `salina:\n  event_ring: 200\n  rest:\n    tokens: [{name: a, token: ${token}}]\n`,
      "/etc/salt/master.d/rest.conf": "salina: {rest: {port: 8443}}\n",
    });

    expect(config.events.ringSize).toBe(200);
    expect(config.rest).toEqual({ host: "127.0.0.1", port: 8443, tokens: [{ name: "a", token }], hooks: [] });
  });

  test("a pattern of the home directory is understood", async () => {
    const { config } = await loaded({ "/etc/salt/master": "include: ~/salt.conf", "/home/op/salt.conf": "timeout: 9" });

    expect(config.jobs.timeoutS).toBe(9);
  });

  test("an include that matches nothing is a warning, the default one is not", async () => {
    const { warnings } = await loaded("timeout: 5\ninclude:\n  - nothing/*.conf\n");

    expect(warnings).toMatchObject([{ option: "include", file: "/etc/salt/master", line: 2 }]);
  });

  test("a file that includes itself is refused with the way it takes", async () => {
    const files = { "/etc/salt/master": "include: a", "/etc/salt/a": "include: b", "/etc/salt/b": "include: ./a" };

    expect(await refusal(files)).toBe(
      "/etc/salt/a:1:1: this file includes itself: /etc/salt/master -> /etc/salt/a -> /etc/salt/b -> /etc/salt/a",
    );
  });

  test.each([
    ["everybody may write it", { text: "", mode: 0o666 }, "everybody may write this file; `chmod o-w` it"],
    ["its directory is open", { text: "", directoryMode: 0o777 }, "everybody may replace this file"],
    ["it is larger than 1 MiB", "#".repeat(maxConfigBytes + 1), "larger than 1048576 bytes"],
    ["it is not UTF-8", Uint8Array.of(0x61, 0x3a, 0xff), "not UTF-8 text"],
  ])("a file is refused when %s", async (_why, file, text) => {
    expect(await refusal({ "/etc/salt/master": file })).toContain(`/etc/salt/master:1:1: ${text}`);
  });

  test("a directory with the sticky bit is good enough", async () => {
    expect(await refusal({ "/etc/salt/master": { text: "", directoryMode: 0o1777 } })).toBe("");
  });

  test("on a disk the same holds", async () => {
    const configDir = await mkdtemp(join(tmpdir(), "salina-config-"));
    try {
      await writeFile(join(configDir, "master"), "timeout: 4\n");
      await mkdir(join(configDir, "master.d"));
      await writeFile(join(configDir, "master.d/a.conf"), "publish_port: 1234\n");
      const good = await loadConfig({ configDir, hostname: "host" });
      await chmod(join(configDir, "master.d/a.conf"), 0o646);
      const bad = await loadConfig({ configDir, hostname: "host" });
      await rm(join(configDir, "master"));
      await mkdir(join(configDir, "master"));
      const directory = await loadConfig({ configDir, hostname: "host" });

      expect(good).toMatchObject({
        ok: true,
        value: { config: { jobs: { timeoutS: 4 }, network: { publishPort: 1234 } } },
      });
      expect(bad).toMatchObject({ ok: false, fault: { place: { file: join(configDir, "master.d/a.conf") } } });
      expect(directory).toMatchObject({ ok: false, fault: { text: expect.stringContaining("not a regular file") } });
    } finally {
      await rm(configDir, { recursive: true });
    }
  });
});

describe("what does not parse", () => {
  test.each([
    ["a: [1, 2", /^\/etc\/salt\/master:1:\d+: not valid YAML/],
    ["a: 1\nb:\n\t- 2\n", /^\/etc\/salt\/master:3:\d+: not valid YAML/],
    ["timeout: 1\nret_port: 7\ntimeout: 2\n", /^\/etc\/salt\/master:3:1: not valid YAML: Map keys must be unique/],
    ["1: a\n'1': b\n", /^\/etc\/salt\/master:2:1: the option `1` stands here twice/],
    ["- a\n- b\n", /^\/etc\/salt\/master:1:1: expected `option: value` lines/],
    ["just text", /^\/etc\/salt\/master:1:1: expected `option: value` lines/],
    ["a: 1\n---\nb: 2\n", /^\/etc\/salt\/master:2:1: not valid YAML/],
    ["a: !!python/object:os.system x\n", /^\/etc\/salt\/master:1:4: not valid YAML: Unresolved tag/],
    ["x: 1\na: *nobody\n", /^\/etc\/salt\/master:2:4: /],
    ["a: &a [*a]\n", /nested more than 64 deep/],
    ["[a, b]: 1\n", /^\/etc\/salt\/master:1:1: an option's name must be text/],
  ])("%j is refused with its place", async (text, message) => {
    expect(await refusal(text)).toMatch(message);
  });

  test("nesting beyond the call stack is refused", async () => {
    expect(await refusal(`a: ${"[".repeat(200_000)}`)).toMatch(/^\/etc\/salt\/master:1:\d+: /);
  });

  test("a billion laughs are cut short", async () => {
    const lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"];
    for (let i = 1; i < 10; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );

    expect(await refusal(lines.join("\n"))).toContain("more than 100000 values, aliases written out");
  });

  test("merge keys are merged, and the map's own keys win", async () => {
    const { config } = await loaded(
      "base: &base {event_ring: 300, max_pending_keys: 7}\nsalina:\n  <<: *base\n  event_ring: 400\n",
    );

    expect(config.events.ringSize).toBe(400);
    expect(config.auth.maxPendingKeys).toBe(7);
  });

  test("no text makes the loader throw", async () => {
    const words = [
      "timeout",
      "salina",
      "rest",
      "tokens",
      ": ",
      "\n",
      "  ",
      "- ",
      "&a ",
      "*a ",
      "<<",
      "{",
      "}",
      "[",
      "]",
      ",",
      "|\n",
      "!!",
      "'",
      '"',
      "0",
      "1e9",
      "~",
      "yes",
      "include",
      "\t",
      "? ",
      "%YAML 1.2\n---\n",
    ];
    const yaml = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join("")),
    );

    await fc.assert(
      fc.asyncProperty(yaml, async (text) => {
        const result = await load({ "/etc/salt/master": text });
        if (!result.ok) expect(result.fault.text).toMatch(/^\/etc\/salt\/[^:]*:[1-9]\d*:[1-9]\d*: /);
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 4000 },
    );
  });
});
