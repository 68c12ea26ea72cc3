import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Key, KeyChange } from "@salina/api";
import { expect, test } from "vitest";
import { FakeDaemon, job, result, runCommand } from "../testing/fake-daemon.js";
import { main } from "./main.js";

const accepted: Key = { id: "node2", state: "accepted", fingerprint: "aa:01", publicKey: "OLD\n" } as Key;
const denied: Key = { id: "node2", state: "denied", fingerprint: "bb:02", publicKey: "NEW\n" } as Key;

async function withKeys(keys: readonly Key[], argv: readonly string[], functions: readonly string[] = []) {
  await using daemon = await new FakeDaemon({
    "keys.match": (params, answer) => {
      const { states } = params as { states: string[] };
      answer.done(keys.filter(({ state }) => states.includes(state)).map(({ id, state }) => ({ id, state })));
    },
    "keys.read": (params, answer) => {
      const { keys: asked } = params as { keys: Key[] };
      answer.done(keys.filter((key) => asked.some(({ id, state }) => id === key.id && state === key.state)));
    },
    "keys.change": (params, answer) => answer.done((params as KeyChange).keys.map((key) => ({ ...key, done: true }))),
    "minions.list": (_, answer) => answer.done([{ id: "web1", keyState: "accepted", connected: true }]),
    "jobs.run": job([result("web1", [...functions])]),
  }).start();
  daemon.writeConfig(`pki_dir: ${daemon.dir}/pki\n`);
  const env = { SALINA_SOCKET: daemon.path, HOME: daemon.dir };
  const ran = await runCommand(main, ["-c", daemon.dir, ...argv], { env });
  const again = await runCommand(main, ["-c", daemon.dir, ...argv], { env });
  const kept = () => readFileSync(join(daemon.dir, "pki/minions_replaced/node2.aa01"), "utf8");
  const { requests } = daemon;
  return { ...ran, again, requests, kept: requests.some(({ op }) => op === "keys.change") ? kept() : null };
}

test("keys replace puts the new key in the place of the accepted one, and keeps that", async () => {
  const ran = await withKeys([accepted, denied], ["keys", "replace", "node2", "--fingerprint", "BB:02"]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain("The key bb:02 of node2 is accepted.\n");
  expect(ran.kept).toBe("OLD\n");
  const changes = ran.requests.filter(({ op }) => op === "keys.change").map(({ params }) => params);
  expect(changes.slice(0, 2)).toEqual([
    { action: "delete", keys: [{ id: "node2", state: "accepted", fingerprint: "aa:01" }], preserveMinionData: true },
    { action: "accept", keys: [{ id: "node2", state: "denied", fingerprint: "bb:02" }], preserveMinionData: true },
  ]);
});

test("keys replace changes nothing where no key has the fingerprint", async () => {
  const ran = await withKeys([accepted, denied], ["keys", "replace", "node2", "--fingerprint", "cc:03"]);
  expect(ran).toMatchObject({
    code: 1,
    kept: null,
    stderr: "No pending or denied key of node2 has this fingerprint. There is bb:02 (denied).\n",
  });
});

test("complete prints nothing that a shell would expand", async () => {
  const ids = ["web1", "$(reboot)", "a b", "`x`", "-rf", "db.lan"];
  const keys = ids.map((id) => ({ ...accepted, id }));
  expect(await withKeys(keys, ["complete", "targets"])).toMatchObject({ code: 0, stdout: "web1\ndb.lan\n" });
});

test("complete asks a minion for its functions once", async () => {
  const ran = await withKeys([accepted], ["complete", "functions"], ["test.ping", "cmd.run"]);
  expect(ran.stdout).toBe("test.ping\ncmd.run\n");
  expect(ran.again.stdout).toBe(ran.stdout);
  expect(ran.requests.filter(({ op }) => op === "jobs.run")).toHaveLength(1);
});

test("complete is silent where no master answers", async () => {
  const env = { SALINA_SOCKET: "/nonexistent/s" };
  expect(await runCommand(main, ["-c", "/", "complete", "targets"], { env })).toEqual({
    code: 1,
    stdout: "",
    stderr: "",
  });
});

test.each([["completion"], ["completion", "csh"], ["man", "ls"], ["keys", "replace", "x"], ["nothing"]])(
  "%s %s is wrong use",
  async (...argv) => {
    expect(
      (
        await runCommand(
          main,
          argv.filter((word) => word !== undefined),
        )
      ).code,
    ).toBe(64);
  },
);
