import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyStates } from "@salina/api";
import { describe, expect, test } from "vitest";
import { exclusiveStates, type KeyChanges, openKeyDirectory, type StoredKeys } from "./key-directory.js";
import { diskKilledBefore } from "./testing/failing-disk.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

const folders = { accepted: "minions", pending: "minions_pre", rejected: "minions_rejected", denied: "minions_denied" };

function place(pkiDir: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(pkiDir, path, ".."), { recursive: true });
    writeFileSync(join(pkiDir, path), text);
  }
}

function texts(keys: StoredKeys): Record<string, string> {
  return Object.fromEntries(
    keyStates.flatMap((state) => {
      const file = keys[state];
      return file.kind === "absent" ? [] : [[state, file.kind === "text" ? file.text : file.reason]];
    }),
  );
}

/** The state that counts: the strongest of the exclusive ones. */
function effective(keys: StoredKeys): string {
  const state = exclusiveStates.find((candidate) => keys[candidate].kind !== "absent");
  return state === undefined ? "none" : `${state} ${texts(keys)[state]}`;
}

describe("the key directory", () => {
  test("a fresh one has stock's directories, closed to others", async () => {
    const pkiDir = join(temporaryDirectory(), "pki", "master");

    await openKeyDirectory({ pkiDir });

    expect(readdirSync(pkiDir).sort()).toEqual(["minions", "minions_denied", "minions_pre", "minions_rejected"]);
    for (const name of [".", ...readdirSync(pkiDir)]) expect(statSync(join(pkiDir, name)).mode & 0o777).toBe(0o700);
  });

  test("what stock stored is read to the byte, in all its states", async () => {
    const pkiDir = temporaryDirectory();
    place(pkiDir, { "minions/web1": "a\r\nb\n\n", "minions_denied/web1": "c", "minions_pre/db 1.é": "d" });
    const directory = await openKeyDirectory({ pkiDir });

    expect(texts(await directory.read("web1"))).toEqual({ accepted: "a\r\nb\n\n", denied: "c" });
    expect(texts(await directory.read("db 1.é"))).toEqual({ pending: "d" });
    expect(texts(await directory.read("nobody"))).toEqual({});
  });

  test("a list names regular files with the name of a minion, sorted as salt-key sorts", async () => {
    const pkiDir = temporaryDirectory();
    place(pkiDir, {
      "minions/b": "",
      "minions/A": "",
      "minions/.key_cache": "",
      "minions/a\u0007": "",
      "minions/a2": "",
    });
    mkdirSync(join(pkiDir, "minions/folder"));
    symlinkSync("b", join(pkiDir, "minions/link"));
    symlinkSync("nothing", join(pkiDir, "minions/broken"));
    const directory = await openKeyDirectory({ pkiDir });

    expect(await directory.list("accepted")).toEqual(["A", "a2", "b", "link"]);
    expect(await directory.list("denied")).toEqual([]);
  });

  test("a change that salt-key made is seen at once", async () => {
    const pkiDir = temporaryDirectory();
    const directory = await openKeyDirectory({ pkiDir });
    await directory.change("web1", (keys) => keys.store("pending", "key"));

    execFileSync("mv", [join(pkiDir, "minions_pre/web1"), join(pkiDir, "minions/web1")]);

    expect(texts(await directory.read("web1"))).toEqual({ accepted: "key" });
  });

  test("what is no small regular file is unreadable, not absent", async () => {
    const pkiDir = temporaryDirectory();
    const directory = await openKeyDirectory({ pkiDir });
    mkdirSync(join(pkiDir, "minions/folder"));
    writeFileSync(join(pkiDir, "minions/large"), "x".repeat(20_000));
    symlinkSync("nothing", join(pkiDir, "minions/broken"));
    execFileSync("mkfifo", [join(pkiDir, "minions/fifo")]);

    for (const id of ["folder", "large", "broken", "fifo"]) {
      expect((await directory.readState(id, "accepted")).kind, id).toBe("unreadable");
    }
  });

  test.each(["", ".", "..", "../web1", "a/b", "a\\b", "a\0b", ".hidden", "x".repeat(256)])(
    "no path is ever made of the id %j",
    async (id) => {
      const directory = await openKeyDirectory({ pkiDir: temporaryDirectory() });

      await expect(directory.read(id)).rejects.toThrow(TypeError);
      await expect(directory.change(id, (keys) => keys.store("pending", "key"))).rejects.toThrow(TypeError);
    },
  );

  test("a stored key is written as sent, in a file that stock can read", async () => {
    const pkiDir = temporaryDirectory();
    const directory = await openKeyDirectory({ pkiDir });

    await directory.change("web1", (keys) => keys.store("pending", "line\r\nline\n"));

    expect(readFileSync(join(pkiDir, "minions_pre/web1"), "utf8")).toBe("line\r\nline\n");
    expect(readdirSync(join(pkiDir, "minions_pre"))).toEqual(["web1"]);
    expect(statSync(join(pkiDir, "minions_pre/web1")).mode & 0o133).toBe(0);
  });

  test("rejecting an offered key keeps the real one, as denied", async () => {
    const pkiDir = temporaryDirectory();
    place(pkiDir, { "minions/web1": "real", "minions_denied/web1": "offered" });
    const directory = await openKeyDirectory({ pkiDir });

    await directory.change("web1", (keys) => keys.move("denied", "rejected"));

    expect(texts(await directory.read("web1"))).toEqual({ rejected: "offered", denied: "real" });
  });

  test("open mode leaves a rejection on the disk", async () => {
    const pkiDir = temporaryDirectory();
    place(pkiDir, { "minions_rejected/web1": "old", "minions_pre/web1": "older" });
    const directory = await openKeyDirectory({ pkiDir });

    await directory.change("web1", (keys) => keys.store("accepted", "new", { keepRejection: true }));

    expect(texts(await directory.read("web1"))).toEqual({ accepted: "new", rejected: "old" });
  });

  test("moving or removing a key that has gone changes nothing and says so", async () => {
    const pkiDir = temporaryDirectory();
    place(pkiDir, { "minions/web1": "key" });
    const directory = await openKeyDirectory({ pkiDir });

    const moved = await directory.change("web1", (keys) => keys.move("pending", "rejected"));
    const removed = await directory.change("web1", (keys) => keys.remove("denied"));

    expect([moved, removed]).toEqual([false, false]);
    expect(texts(await directory.read("web1"))).toEqual({ accepted: "key" });
  });

  test("files that a killed master was writing are swept away, stock's hidden files stay", async () => {
    const pkiDir = temporaryDirectory();
    place(pkiDir, { "minions_pre/.salina-1": "half", "minions/.key_cache": "cache" });

    await openKeyDirectory({ pkiDir });

    expect(readdirSync(join(pkiDir, "minions_pre"))).toEqual([]);
    expect(readdirSync(join(pkiDir, "minions"))).toEqual([".key_cache"]);
  });
});

describe("a kill between any two steps", () => {
  const starts: Record<string, Record<string, string>> = {
    "nothing stored": {},
    pending: { pending: "p" },
    accepted: { accepted: "a" },
    rejected: { rejected: "r" },
    "accepted and denied": { accepted: "a", denied: "d" },
    "pending and denied": { pending: "p", denied: "d" },
    "all that stock could have left": { accepted: "a", pending: "p", rejected: "r", denied: "d" },
  };
  const changes: Record<string, (keys: KeyChanges) => Promise<unknown>> = {
    "accept pending": (keys) => keys.move("pending", "accepted"),
    "accept denied": (keys) => keys.move("denied", "accepted"),
    "accept rejected": (keys) => keys.move("rejected", "accepted"),
    "reject accepted": (keys) => keys.move("accepted", "rejected"),
    "reject pending": (keys) => keys.move("pending", "rejected"),
    "reject denied": (keys) => keys.move("denied", "rejected"),
    "store pending": (keys) => keys.store("pending", "new"),
    "store accepted": (keys) => keys.store("accepted", "new"),
    "store denied": (keys) => keys.store("denied", "new"),
    "delete accepted": (keys) => keys.remove("accepted"),
    "delete pending": (keys) => keys.remove("pending"),
  };
  const cases = Object.keys(starts).flatMap((start) => Object.keys(changes).map((change) => [start, change] as const));

  test.each(cases)("%s, then %s: the state is the one before or the one after", async (start, change) => {
    const files = Object.fromEntries(
      Object.entries(starts[start] ?? {}).map(([state, text]) => [
        `${folders[state as keyof typeof folders]}/web1`,
        text,
      ]),
    );
    const work = changes[change];
    if (work === undefined) throw new Error("no such change");
    async function runKilledBefore(step: number) {
      const pkiDir = temporaryDirectory();
      place(pkiDir, files);
      await openKeyDirectory({ pkiDir });
      const { disk, steps } = diskKilledBefore(step);
      const directory = await openKeyDirectory({ pkiDir, disk });
      await directory.change("web1", work ?? (() => Promise.resolve())).catch(() => {});
      const after = await (await openKeyDirectory({ pkiDir })).read("web1");
      return { after, steps: steps() };
    }

    const before = effective((await runKilledBefore(0)).after);
    const whole = await runKilledBefore(Number.POSITIVE_INFINITY);
    const seen = new Set<string>();
    for (let step = 1; step < whole.steps; step += 1) seen.add(effective((await runKilledBefore(step)).after));

    for (const state of seen) expect([before, effective(whole.after)]).toContain(state);
  });

  const exclusive = cases.filter(
    ([, change]) => !["store denied", "delete accepted", "delete pending"].includes(change),
  );
  test.each(exclusive)("%s, then %s undisturbed: one exclusive state is left", async (start, change) => {
    const pkiDir = temporaryDirectory();
    const directory = await openKeyDirectory({ pkiDir });
    for (const [state, text] of Object.entries(starts[start] ?? {})) {
      writeFileSync(join(pkiDir, folders[state as keyof typeof folders], "web1"), text);
    }
    const before = await directory.read("web1");

    const done = await directory.change("web1", changes[change] ?? (() => Promise.resolve()));

    const after = await directory.read("web1");
    if (done === false) expect(after).toEqual(before);
    else expect(exclusiveStates.filter((state) => after[state].kind !== "absent")).toHaveLength(1);
  });
});
