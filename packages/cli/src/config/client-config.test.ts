import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readClientConfig, socketPath } from "./client-config.js";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "salina-config-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function pathWith(files: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  mkdirSync(join(dir, "master.d"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const { values, warnings } = await readClientConfig(dir);
  expect(warnings).toEqual([]);
  return socketPath(values, env);
}

describe("the path of the daemon's socket", () => {
  test("lies in Salt's directory for sockets when nothing is said", async () => {
    expect(await pathWith({})).toBe("/var/run/salt/master/salina.sock");
  });

  test("follows sock_dir", async () => {
    expect(await pathWith({ master: "sock_dir: /run/x\n" })).toBe("/run/x/salina.sock");
  });

  test("lies below root_dir, once", async () => {
    expect(await pathWith({ master: "root_dir: /r\n" })).toBe("/r/var/run/salt/master/salina.sock");
    expect(await pathWith({ master: "root_dir: /r\nsock_dir: run\n" })).toBe("/r/run/salina.sock");
    expect(await pathWith({ master: "root_dir: /r\nsock_dir: /r/run\n" })).toBe("/r/run/salina.sock");
  });

  test("is what the salina section says, in any style of YAML", async () => {
    expect(await pathWith({ master: "salina:\n  socket: /run/a\n" })).toBe("/run/a");
    expect(await pathWith({ master: "salina: {socket: /run/b}\n" })).toBe("/run/b");
  });

  test("is overridden by files of master.d, in the order of their names", async () => {
    const files = {
      master: "sock_dir: /m\n",
      "master.d/20.conf": "sock_dir: /b\n",
      "master.d/10.conf": "sock_dir: /a\n",
    };
    expect(await pathWith({ ...files, "master.d/x.txt": "sock_dir: /no\n" })).toBe("/b/salina.sock");
  });

  test("is overridden by included files and by the environment", async () => {
    const files = { master: "include:\n  - more.cfg\n", "more.cfg": "sock_dir: /inc\n" };
    expect(await pathWith(files)).toBe("/inc/salina.sock");
    expect(await pathWith(files, { SALINA_SOCKET: "/env.sock" })).toBe("/env.sock");
  });
});

test("a config file that is no YAML is a warning", async () => {
  writeFileSync(join(dir, "master"), "timeout: [\n");
  const { warnings } = await readClientConfig(dir);
  expect(warnings).toEqual([expect.stringContaining(join(dir, "master"))]);
});
