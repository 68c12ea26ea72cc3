import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createAdmissions } from "./admission.js";
import type { Autosign } from "./autosign.js";
import { exclusiveStates, type KeyDirectory, openKeyDirectory } from "./key-directory.js";
import { nodeKeyDisk } from "./key-disk.js";
import { createPublicKeyCache } from "./public-key-cache.js";
import { somePublicKeys } from "./testing/some-keys.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

const [one = "", two = "", three = ""] = somePublicKeys(3);

const noRules: Autosign = { rejects: () => Promise.resolve(false), signs: () => Promise.resolve(null) };
const signsAll: Autosign = {
  ...noRules,
  signs: () => Promise.resolve({ by: "autosign_file", use: () => Promise.resolve(true) }),
};

async function setUp(
  options: {
    autosign?: Autosign;
    openMode?: boolean;
    maxMinions?: number;
    maxPendingKeys?: number;
    connected?: string[];
    disk?: typeof nodeKeyDisk;
  } = {},
) {
  const pkiDir = temporaryDirectory();
  const directory = await openKeyDirectory({ pkiDir, ...(options.disk === undefined ? {} : { disk: options.disk }) });
  const admissions = createAdmissions({
    directory,
    auth: {
      openMode: options.openMode ?? false,
      maxMinions: options.maxMinions ?? 0,
      maxPendingKeys: options.maxPendingKeys ?? 0,
    },
    autosign: options.autosign ?? noRules,
    cache: createPublicKeyCache(),
    connectedIds: () => new Set(options.connected ?? []),
    nowMs: () => 0,
  });
  const admit = (id: string, pub: string) => admissions.admit({ id, pub, autosignGrains: null });
  return { pkiDir, directory, admit };
}

async function stateOf(directory: KeyDirectory, id: string) {
  const keys = await directory.read(id);
  return Object.fromEntries(Object.entries(keys).flatMap(([s, f]) => (f.kind === "text" ? [[s, f.text]] : [])));
}

describe("admission", () => {
  test("from the first contact to acceptance", async () => {
    const { directory, admit } = await setUp();

    const first = await admit("web1", one);
    const again = await admit("web1", one);
    await directory.change("web1", (keys) => keys.move("pending", "accepted"));
    const accepted = await admit("web1", one);

    expect([first, again]).toMatchObject([
      { row: "8", ret: true, act: "pend" },
      { row: "12", ret: true, act: "pend" },
    ]);
    expect(accepted).toMatchObject({ row: "6", ret: "success", act: "accept", publicKeyText: one });
    expect(accepted.ret === "success" && accepted.publicKey.export({ type: "spki", format: "pem" })).toBe(`${one}\n`);
  });

  test("line ends and blanks around a key make no other key of it", async () => {
    const { directory, admit } = await setUp();
    await directory.change("web1", (keys) => keys.store("accepted", `${one}\n`));

    for (const pub of [one, `${one}\n`, one.replaceAll("\n", "\r\n"), `${one}\r\n\r\n`]) {
      expect(await admit("web1", pub)).toMatchObject({ ret: "success", publicKeyText: one });
    }
    expect(await stateOf(directory, "web1")).toEqual({ accepted: `${one}\n` });
  });

  test("another key for an accepted id is denied and stored beside it", async () => {
    const { directory, admit } = await setUp({ autosign: signsAll });
    await directory.change("web1", (keys) => keys.store("accepted", one));

    expect(await admit("web1", two)).toMatchObject({ ret: false, act: "denied" });
    expect(await admit("web1", three)).toMatchObject({ ret: false, act: "denied" });

    expect(await stateOf(directory, "web1")).toEqual({ accepted: one, denied: three });
  });

  test("a denied key that comes again is not written again", async () => {
    let created = 0;
    const disk: typeof nodeKeyDisk = {
      ...nodeKeyDisk,
      create: (...args) => {
        created += 1;
        return nodeKeyDisk.create(...args);
      },
    };
    const { admit } = await setUp({ disk });
    await admit("web1", one);

    for (let n = 0; n < 5; n += 1) await admit("web1", two);

    expect(created).toBe(2);
  });

  test("an autosigned key is accepted at once, or from pending", async () => {
    const { directory, admit } = await setUp({ autosign: signsAll });
    await directory.change("web2", (keys) => keys.store("pending", two));

    expect(await admit("web1", one)).toMatchObject({ row: "9", ret: "success", autosignedBy: "autosign_file" });
    expect(await admit("web2", two)).toMatchObject({ row: "13", ret: "success", autosignedBy: "autosign_file" });
    expect(await stateOf(directory, "web2")).toEqual({ accepted: two });
  });

  test("a grant that somebody else has used up leaves the key pending", async () => {
    const usedUp: Autosign = {
      ...noRules,
      signs: () => Promise.resolve({ by: "minions_autosign", use: () => Promise.resolve(false) }),
    };
    const { directory, admit } = await setUp({ autosign: usedUp });

    expect(await admit("web1", one)).toMatchObject({ ret: true, act: "pend", autosignedBy: null });
    expect(await stateOf(directory, "web1")).toEqual({ pending: one });
  });

  test("a denied key uses up no grant", async () => {
    let uses = 0;
    const counting: Autosign = {
      ...noRules,
      signs: () =>
        Promise.resolve({
          by: "minions_autosign",
          use: () => {
            uses += 1;
            return Promise.resolve(true);
          },
        }),
    };
    const { directory, admit } = await setUp({ autosign: counting });
    await directory.change("web1", (keys) => keys.store("pending", one));

    expect(await admit("web1", two)).toMatchObject({ row: "11", act: "denied" });
    expect(uses).toBe(0);
  });

  test("an accepted minion costs no look at the autosign rules", async () => {
    const never: Autosign = {
      rejects: () => Promise.reject(new Error("asked")),
      signs: () => Promise.reject(new Error("asked")),
    };
    const { directory, admit } = await setUp({ autosign: never });
    await directory.change("web1", (keys) => keys.store("accepted", one));

    expect(await admit("web1", one)).toMatchObject({ ret: "success" });
    expect(await admit("web1", two)).toMatchObject({ act: "denied" });
  });

  test("open mode takes every key and keeps an old rejection on the disk", async () => {
    const { directory, admit } = await setUp({ openMode: true });
    await directory.change("web1", (keys) => keys.store("rejected", one));

    expect(await admit("web1", one)).toMatchObject({ row: "3", ret: "success" });
    expect(await admit("web1", two)).toMatchObject({ row: "3", ret: "success", publicKeyText: two });
    expect(await admit("web1", two)).toMatchObject({ row: "3 unchanged", ret: "success" });
    expect(await stateOf(directory, "web1")).toEqual({ accepted: two, rejected: one });
  });

  test.each(["", "   ", "garbage", `-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----`])(
    "%j is refused and stored nowhere, in open mode neither",
    async (pub) => {
      for (const openMode of [false, true]) {
        const { directory, admit } = await setUp({ openMode, autosign: signsAll });

        expect(await admit("web1", pub)).toMatchObject({ ret: false });
        expect(await stateOf(directory, "web1")).toEqual({});
      }
    },
  );

  test.each(["../minions/web1", "", ".", "a/b", "a\0b"])("the id %j is refused without a trace", async (id) => {
    const { pkiDir, admit } = await setUp({ openMode: true });

    expect(await admit(id, one)).toMatchObject({ row: "1", ret: false, act: null });
    expect(readdirSync(pkiDir, { recursive: true }).length).toBe(4);
  });

  test("a full master answers full to newcomers, not to those that are connected", async () => {
    const { directory, admit } = await setUp({ maxMinions: 1, connected: ["web1", "web2"] });
    await directory.change("web1", (keys) => keys.store("accepted", one));

    expect(await admit("web1", one)).toMatchObject({ ret: "success" });
    expect(await admit("web3", one)).toMatchObject({ row: "2", ret: "full", act: "full" });
    expect(await stateOf(directory, "web3")).toEqual({});
  });

  test("beyond max_pending_keys newcomers wait unstored, those that wait go on waiting", async () => {
    const { directory, admit } = await setUp({ maxPendingKeys: 2 });
    await Promise.all([admit("web1", one), admit("web2", one)]);

    expect(await admit("web3", one)).toMatchObject({ row: "8 capped", ret: true, result: false });
    expect(await admit("web1", one)).toMatchObject({ row: "12", ret: true });
    expect(await directory.list("pending")).toEqual(["web1", "web2"]);
  });

  test("a directory or a damaged file in place of the accepted key refuses that id only", async () => {
    const { pkiDir, admit } = await setUp({ autosign: signsAll });
    mkdirSync(join(pkiDir, "minions/web1"));
    writeFileSync(join(pkiDir, "minions/web2"), "");

    expect(await admit("web1", one)).toMatchObject({ row: "14", ret: false });
    expect(await admit("web2", one)).toMatchObject({ row: "5", ret: false });
    expect(await admit("web3", one)).toMatchObject({ row: "9", ret: "success" });
  });

  test("a key that salt-key rejects during the decision is not accepted", async () => {
    const world = { pkiDir: "" };
    const meanwhile: Autosign = {
      ...noRules,
      signs: () => {
        const from = join(world.pkiDir, "minions_pre/web1");
        renameSync(from, join(world.pkiDir, "minions_rejected/web1"));
        return Promise.resolve({ by: "autosign_file", use: () => Promise.resolve(true) });
      },
    };
    const { pkiDir, directory, admit } = await setUp({ autosign: meanwhile });
    world.pkiDir = pkiDir;
    await directory.change("web1", (keys) => keys.store("pending", one));

    expect(await admit("web1", one)).toMatchObject({ row: "4", ret: false });
    expect(await stateOf(directory, "web1")).toEqual({ rejected: one });
  });

  test("a disk that fails gives an error and no success", async () => {
    const disk: typeof nodeKeyDisk = { ...nodeKeyDisk, create: () => Promise.reject(new Error("ENOSPC")) };
    const { directory, admit } = await setUp({ autosign: signsAll, disk });

    await expect(admit("web1", one)).rejects.toThrow("ENOSPC");
    expect(await stateOf(directory, "web1")).toEqual({});
  });
});

describe("races of one id", () => {
  const rounds = 100;

  /** A disk whose every call ends at another time, so that each round interleaves differently. */
  function shuffledDisk(seed: number): typeof nodeKeyDisk {
    let state = seed * 2_654_435_761 + 1;
    async function turns(): Promise<void> {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      for (let n = state % 4; n > 0; n -= 1) await new Promise((resolve) => setImmediate(resolve));
    }
    return {
      ...nodeKeyDisk,
      readText: (...args) => turns().then(() => nodeKeyDisk.readText(...args)),
      rename: (...args) => turns().then(() => nodeKeyDisk.rename(...args)),
      create: (path, text) => turns().then(() => nodeKeyDisk.create(path, text, { sync: false })),
      isFile: (...args) => turns().then(() => nodeKeyDisk.isFile(...args)),
      // Not what is tested here, and slow.
      syncDirectory: turns,
    };
  }

  async function eachRound(
    work: (setting: Awaited<ReturnType<typeof setUp>>, id: string) => Promise<void>,
    autosign = noRules,
  ) {
    const setting = await setUp({ disk: shuffledDisk(1), autosign });
    await Promise.all(Array.from({ length: rounds }, (_, n) => work(setting, `minion${n}`)));
  }

  test("two keys for one new id at once: one waits, the other is denied, none is lost", async () => {
    await eachRound(async ({ directory, admit }, id) => {
      const answers = await Promise.all([admit(id, one), admit(id, two)]);

      const state = await stateOf(directory, id);
      expect(answers.map(({ act }) => act).sort()).toEqual(["denied", "pend"]);
      expect([state["pending"], state["denied"]].sort()).toEqual([one, two].sort());
      expect(Object.keys(state)).toHaveLength(2);
    });
  });

  test("two keys for one new id under autosign: one is accepted, the other denied", async () => {
    await eachRound(async ({ directory, admit }, id) => {
      const answers = await Promise.all([admit(id, one), admit(id, two)]);

      const state = await stateOf(directory, id);
      const winner = answers.find(({ ret }) => ret === "success");
      expect(answers.map(({ act }) => act).sort()).toEqual(["accept", "denied"]);
      expect(winner?.ret === "success" && winner.publicKeyText).toBe(state["accepted"]);
    }, signsAll);
  });

  test("accept and _auth with another key: only the shown key is accepted", async () => {
    await eachRound(async ({ directory, admit }, id) => {
      await directory.change(id, (keys) => keys.store("pending", one));

      const [, answer] = await Promise.all([
        directory.change(id, (keys) => keys.move("pending", "accepted")),
        admit(id, two),
      ]);

      expect(answer).toMatchObject({ ret: false, act: "denied" });
      expect(await stateOf(directory, id)).toEqual({ accepted: one, denied: two });
    });
  });

  test("delete and _auth: success only while the key was there, pending afterwards", async () => {
    await eachRound(async ({ directory, admit }, id) => {
      await directory.change(id, (keys) => keys.store("accepted", one));

      const [answer] = await Promise.all([admit(id, one), directory.change(id, (keys) => keys.remove("accepted"))]);

      const state = await stateOf(directory, id);
      if (answer.ret === "success") expect(state).toEqual({});
      else expect([answer.act, state]).toEqual(["pend", { pending: one }]);
    });
  });

  test("reject and accept: one state is left", async () => {
    await eachRound(async ({ directory }, id) => {
      await directory.change(id, (keys) => keys.store("pending", one));

      const done = await Promise.all([
        directory.change(id, (keys) => keys.move("pending", "accepted")),
        directory.change(id, (keys) => keys.move("pending", "rejected")),
      ]);

      const state = await stateOf(directory, id);
      expect(done).toEqual([true, false]);
      expect(exclusiveStates.filter((name) => state[name] !== undefined)).toEqual(["accepted"]);
    });
  });

  test("salt-key deletes from outside while minions ask: never a lost answer, at most one state", async () => {
    await eachRound(async ({ pkiDir, directory, admit }, id) => {
      await directory.change(id, (keys) => keys.store("accepted", one));

      const answers = Promise.all([admit(id, one), admit(id, one)]);
      rmSync(join(pkiDir, "minions", id));

      for (const { act } of await answers) expect(["accept", "pend"]).toContain(act);
      const state = await stateOf(directory, id);
      expect(exclusiveStates.filter((name) => state[name] !== undefined).length).toBeLessThanOrEqual(1);
    });
  });
});
