import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { keyStates } from "@salina/api";
import { fingerprint } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { openKeyDirectory } from "./key-directory.js";
import { type KeyDisk, nodeKeyDisk } from "./key-disk.js";
import { createKeyService } from "./key-service.js";
import { somePublicKeys } from "./testing/some-keys.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

const [one = "", two = ""] = somePublicKeys(2);

async function setUp(
  files: Record<string, string> = {},
  options: { rotate?: boolean; preserve?: boolean; disk?: KeyDisk } = {},
) {
  const pkiDir = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(pkiDir, path)), { recursive: true });
    writeFileSync(join(pkiDir, path), text);
  }
  const directory = await openKeyDirectory({ pkiDir, disk: options.disk ?? nodeKeyDisk });
  const calls: string[] = [];
  const service = createKeyService({
    directory,
    pkiDir,
    keys: {
      hashType: "sha256",
      rotateAesKeyOnRemoval: options.rotate ?? true,
      preserveMinionCache: options.preserve ?? false,
    },
    hooks: {
      onChange: ({ act, id }) => calls.push(`${act} ${id}`),
      rotateAesKey: () => Promise.resolve(void calls.push("rotate")),
      forgetMinion: (id) => Promise.resolve(void calls.push(`forget ${id}`)),
    },
  });
  const shown = async () => (await service.match(["*"], keyStates)).map(({ id, state }) => `${state} ${id}`);
  return { pkiDir, service, calls, shown };
}

describe("keys as operators see them", () => {
  test("globs match ids, sorted by state and then as salt-key sorts", async () => {
    const { service } = await setUp({
      "minions/web2": one,
      "minions/Web1": one,
      "minions/db": one,
      "minions_denied/web1": one,
      "minions_pre/web3": one,
    });

    expect(await service.match(["web*", "Web?"], ["pending", "denied", "accepted"])).toEqual([
      { id: "Web1", state: "accepted" },
      { id: "web2", state: "accepted" },
      { id: "web1", state: "denied" },
      { id: "web3", state: "pending" },
    ]);
    expect(await service.match(["web*"], ["rejected"])).toEqual([]);
    expect(await service.match([], keyStates)).toEqual([]);
  });

  test("read gives text and fingerprint; keys that have gone are left out", async () => {
    const { service } = await setUp({ "minions/web1": one });

    const keys = await service.read([
      { id: "web1", state: "accepted" },
      { id: "web1", state: "denied" },
      { id: "../minions/web1", state: "accepted" },
    ]);

    expect(keys).toEqual([{ id: "web1", state: "accepted", fingerprint: fingerprint(one, "sha256"), publicKey: one }]);
  });

  test("a damaged key is listed, so that it can be deleted", async () => {
    const { service, shown } = await setUp({ "minions_pre/web1": "", "minions_pre/web2": "x".repeat(50_000) });
    const refs = await service.match(["*"], ["pending"]);

    expect(await service.read(refs)).toHaveLength(2);
    await service.change({ action: "delete", keys: refs });

    expect(await shown()).toEqual([]);
  });

  test("the master's own keys: private ones without their text", async () => {
    const { service } = await setUp({
      "master.pub": one,
      "master.pem": "-\nsecret\n-\n",
      "notes.txt": "",
      "sub.pub/x": "",
    });

    expect(await service.masterKeys()).toEqual([
      { name: "master.pem", fingerprint: fingerprint("-\nsecret\n-\n", "sha256"), text: null },
      { name: "master.pub", fingerprint: fingerprint(one, "sha256"), text: one },
    ]);
  });
});

describe("changes of keys", () => {
  test("accept moves exactly the shown keys and tells of each", async () => {
    const { service, calls, shown } = await setUp({ "minions_pre/web1": one, "minions_pre/web2": two });

    const results = await service.change({ action: "accept", keys: [{ id: "web1", state: "pending" }] });

    expect(results).toEqual([{ id: "web1", state: "pending", done: true }]);
    expect(await shown()).toEqual(["accepted web1", "pending web2"]);
    expect(calls).toEqual(["accept web1"]);
  });

  test("with a fingerprint only that very key is accepted", async () => {
    const { service, calls, shown, pkiDir } = await setUp({ "minions_pre/web1": one });
    const shownKey = fingerprint(one, "sha256");
    const change = { action: "accept", keys: [{ id: "web1", state: "pending", fingerprint: shownKey }] } as const;

    writeFileSync(join(pkiDir, "minions_pre/web1"), two);
    const changed = await service.change(change);
    writeFileSync(join(pkiDir, "minions_pre/web1"), `${one}\n`.replaceAll("\n", "\r\n"));
    const same = await service.change({
      ...change,
      keys: [{ ...change.keys[0], fingerprint: shownKey.toUpperCase() }],
    });

    expect(changed).toEqual([{ id: "web1", state: "pending", done: false, reason: "changed" }]);
    expect(same).toEqual([{ id: "web1", state: "pending", done: true }]);
    expect([await shown(), calls]).toEqual([["accepted web1"], ["accept web1"]]);
  });

  test("what cannot be done is named, and the others are done", async () => {
    const { service, shown } = await setUp({
      "minions/web1": one,
      "minions_pre/web2": "no key",
      "minions_pre/web3": one,
    });

    const results = await service.change({
      action: "accept",
      keys: [
        { id: "web1", state: "accepted" },
        { id: "web2", state: "pending" },
        { id: "gone", state: "pending" },
        { id: "../web3", state: "pending" },
        { id: "web3", state: "pending" },
      ],
    });

    expect(results.map((result) => (result.done ? "done" : result.reason))).toEqual([
      "already",
      "invalid-key",
      "gone",
      "gone",
      "done",
    ]);
    expect(await shown()).toEqual(["accepted web1", "accepted web3", "pending web2"]);
  });

  test("accepting a denied key puts it in place of the accepted one", async () => {
    const { service, pkiDir, shown } = await setUp({ "minions/web1": one, "minions_denied/web1": two });

    await service.change({ action: "accept", keys: [{ id: "web1", state: "denied" }] });

    expect(await shown()).toEqual(["accepted web1"]);
    expect(readFileSync(join(pkiDir, "minions/web1"), "utf8")).toBe(two);
  });

  test("delete forgets a minion with its last key and makes one new AES key for the call", async () => {
    const { service, calls } = await setUp({ "minions/web1": one, "minions/web2": one, "minions_denied/web2": two });

    await service.change({
      action: "delete",
      keys: [
        { id: "web1", state: "accepted" },
        { id: "web2", state: "accepted" },
      ],
    });

    expect(calls).toEqual(["delete web1", "forget web1", "delete web2", "rotate"]);
  });

  test("reject makes a new AES key and forgets nothing", async () => {
    const { service, calls, shown } = await setUp({ "minions/web1": one });

    await service.change({ action: "reject", keys: [{ id: "web1", state: "accepted" }] });

    expect([calls, await shown()]).toEqual([["reject web1", "rotate"], ["rejected web1"]]);
  });

  test.each([
    { config: { rotate: false }, asked: {}, calls: ["delete web1", "forget web1"] },
    { config: { rotate: false }, asked: { rotateAesKey: true }, calls: ["delete web1", "forget web1", "rotate"] },
    { config: {}, asked: { rotateAesKey: false }, calls: ["delete web1", "forget web1"] },
    { config: { preserve: true }, asked: {}, calls: ["delete web1", "rotate"] },
    { config: {}, asked: { preserveMinionData: true }, calls: ["delete web1", "rotate"] },
    {
      config: { preserve: true },
      asked: { preserveMinionData: false },
      calls: ["delete web1", "forget web1", "rotate"],
    },
  ])("the caller's wish goes before the config: $config, $asked", async ({ config, asked, calls: expected }) => {
    const { service, calls } = await setUp({ "minions/web1": one }, config);

    await service.change({ action: "delete", keys: [{ id: "web1", state: "accepted" }], ...asked });

    expect(calls).toEqual(expected);
  });

  test("when nothing was removed no new AES key is made", async () => {
    const { service, calls } = await setUp();

    await service.change({ action: "delete", keys: [{ id: "gone", state: "accepted" }] });

    expect(calls).toEqual([]);
  });

  test("a disk that fails midway is an error, and what was removed before still makes a new AES key", async () => {
    const disk: KeyDisk = {
      ...nodeKeyDisk,
      remove: (path) => (path.endsWith("web2") ? Promise.reject(new Error("EIO")) : nodeKeyDisk.remove(path)),
    };
    const { service, calls, shown } = await setUp({ "minions/web1": one, "minions/web2": one }, { disk });

    const change = service.change({ action: "delete", keys: await service.match(["*"], keyStates) });

    await expect(change).rejects.toMatchObject({ code: "store-failed" });
    expect([calls, await shown()]).toEqual([["delete web1", "forget web1", "rotate"], ["accepted web2"]]);
  });

  test("accept-all of what was shown leaves newcomers and replaced keys pending", async () => {
    const { service, pkiDir, shown } = await setUp({ "minions_pre/web1": one, "minions_pre/web2": one });
    const listed = await service.read(await service.match(["*"], ["pending"]));
    writeFileSync(join(pkiDir, "minions_pre/web3"), one);
    writeFileSync(join(pkiDir, "minions_pre/web2"), two);

    await service.change({ action: "accept", keys: listed });

    expect(await shown()).toEqual(["accepted web1", "pending web2", "pending web3"]);
  });

  test("keys that stock's salt-key moved or deleted meanwhile are gone", async () => {
    const { service, pkiDir } = await setUp({ "minions_pre/web1": one, "minions_pre/web2": one });
    const refs = await service.match(["*"], ["pending"]);
    renameSync(join(pkiDir, "minions_pre/web1"), join(pkiDir, "minions/web1"));
    rmSync(join(pkiDir, "minions_pre/web2"));

    const results = await service.change({ action: "reject", keys: refs });

    expect(results.map((result) => (result.done ? "done" : result.reason))).toEqual(["gone", "gone"]);
  });
});
