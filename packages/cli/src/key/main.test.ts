import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyChange, KeyRef, KeyState } from "@salina/api";
import { afterEach, describe, expect, test } from "vitest";
import { globMatcher } from "../python/fnmatch.js";
import { FakeDaemon, type Handler, runCommand, type World } from "../testing/fake-daemon.js";
import { main } from "./main.js";

const accepted: KeyRef[] = ["db1", "web1", "web2"].map((id) => ({ id, state: "accepted" }));
const pending: KeyRef[] = ["new1", "new2"].map((id) => ({ id, state: "pending" }));

function keyring(keys: readonly KeyRef[], change?: Handler): Record<string, Handler> {
  return {
    "keys.match": (params, answer) => {
      const { globs, states } = params as { globs: string[]; states: KeyState[] };
      answer.done(
        keys.filter(({ id, state }) => states.includes(state) && globs.some((glob) => globMatcher(glob)(id))),
      );
    },
    "keys.read": (params, answer) => {
      const { keys: refs } = params as { keys: KeyRef[] };
      answer.done(refs.map((ref) => ({ ...ref, fingerprint: `aa:${ref.id}`, publicKey: "-----BEGIN-----\nx\n" })));
    },
    "keys.master": (_, answer) => {
      answer.done([
        { name: "master.pem", fingerprint: "01:02", text: null },
        { name: "master.pub", fingerprint: "03:04", text: "pub" },
      ]);
    },
    "keys.change":
      change ??
      ((params, answer) => {
        answer.done((params as KeyChange).keys.map(({ id, state }) => ({ id, state, done: true })));
      }),
  };
}

async function saltKey(keys: readonly KeyRef[], argv: readonly string[], world: World & { change?: Handler } = {}) {
  await using daemon = await new FakeDaemon(keyring(keys, world.change)).start();
  const env = { SALINA_SOCKET: daemon.path };
  const ran = await runCommand(main, ["-c", daemon.dir, ...argv], { ...world, env });
  const change = daemon.requests.find(({ op }) => op === "keys.change")?.params as KeyChange | undefined;
  return { ...ran, change };
}

describe("salt-key", () => {
  test.each([[[]], [["-L"]], [["-l", "all"]]])("%j lists all states, empty ones too", async (argv) => {
    const { stdout, code } = await saltKey([...accepted, ...pending], argv);
    expect(stdout).toBe(
      "Accepted Keys:\ndb1\nweb1\nweb2\nDenied Keys:\nUnaccepted Keys:\nnew1\nnew2\nRejected Keys:\n",
    );
    expect(code).toBe(0);
  });

  test("lists one state", async () => {
    expect((await saltKey([...accepted, ...pending], ["-l", "un"])).stdout).toBe("Unaccepted Keys:\nnew1\nnew2\n");
    expect(await saltKey([], ["-l", "x"])).toMatchObject({
      code: 64,
      stderr: "Usage: salt-key [options]\n\nsalt-key: error: 'x' is not a valid argument to '--list'\n",
    });
  });

  test("lists in colour", async () => {
    const { stdout } = await saltKey(pending, ["-l", "pre"], { isTTY: true });
    expect(stdout).toBe("\x1b[0;1;31mUnaccepted Keys:\x1b[0;0m\n\x1b[0;31mnew1\x1b[0;0m\n\x1b[0;31mnew2\x1b[0;0m\n");
  });

  test("lists as JSON under the names of Salt's directories", async () => {
    const { stdout } = await saltKey(accepted, ["--out=json", "--out-indent=-1"]);
    expect(stdout).toBe(
      '{"minions": ["db1", "web1", "web2"], "minions_pre": [], "minions_rejected": [], "minions_denied": []}\n',
    );
  });

  const question = "The following keys are going to be accepted:\nUnaccepted Keys:\nnew1\nnew2\nProceed? [n/Y] ";
  const acceptedLines = "Key for minion new1 accepted.\nKey for minion new2 accepted.\n";

  test.each(["\n", "Y\n", "yes\n"])("accepts after the answer %j", async (stdin) => {
    const ran = await saltKey(pending, ["-A"], { stdin });
    expect(ran).toMatchObject({ code: 0, stdout: question + acceptedLines });
    expect(ran.change?.keys).toEqual(pending.map((key) => ({ ...key, fingerprint: `aa:${key.id}` })));
  });

  test("accepts nothing after no", async () => {
    expect(await saltKey(pending, ["-A"], { stdin: "n\n" })).toMatchObject({ stdout: question, change: undefined });
  });

  test("does nothing at the end of the input", async () => {
    const ran = await saltKey(pending, ["-A"], { stdin: "" });
    expect(ran).toMatchObject({ code: 0, change: undefined, stderr: "Error: EOF when reading a line\n" });
  });

  test("does nothing after Ctrl-C", async () => {
    const interrupt = new AbortController();
    interrupt.abort();
    const ran = await saltKey(pending, ["-A"], { stdin: "", interrupt: interrupt.signal });
    expect(ran.change).toBeUndefined();
  });

  test("deletes only after a yes", async () => {
    const deleting = "The following keys are going to be deleted:\nAccepted Keys:\nweb1\nProceed? [N/y] ";
    expect(await saltKey(accepted, ["-d", "web1"], { stdin: "\n" })).toMatchObject({
      stdout: deleting,
      change: undefined,
    });
    expect(await saltKey(accepted, ["-d", "web1", "--preserve-minions=True"], { stdin: "y\n" })).toMatchObject({
      stdout: `${deleting}Key for minion web1 deleted.\n`,
      change: { action: "delete", preserveMinionData: true },
    });
  });

  test("rejects accepted keys when they are included, without asking", async () => {
    const { stdout, change } = await saltKey(accepted, [
      "-y",
      "-r",
      "web2",
      "--include-accepted",
      "--rotate-aes-key=False",
    ]);
    expect(stdout).toBe(
      "The following keys are going to be rejected:\nAccepted Keys:\nweb2\nKey for minion web2 rejected.\n",
    );
    expect(change?.rotateAesKey).toBe(false);
  });

  test.each([
    [["-a", "nomatch"], "The key glob 'nomatch' does not match any unaccepted keys.\n"],
    [["-d", "nomatch"], "The key glob 'nomatch' does not match any unaccepted keys.\n"],
    [
      ["-r", "zz*", "--include-denied", "--include-accepted"],
      "The key glob 'zz*' does not match any unaccepted, accepted or denied keys.\n",
    ],
  ])("%j says that nothing matches", async (argv, stdout) => {
    expect(await saltKey(accepted, argv)).toMatchObject({ code: 0, stdout });
  });

  test("takes several globs with a comma", async () => {
    const { change } = await saltKey([...accepted, ...pending], ["-y", "-d", "web*,new1"]);
    expect(change?.keys.map(({ id }) => id)).toEqual(["web1", "web2", "new1"]);
  });

  test("names a key that cannot be accepted", async () => {
    const change: Handler = (_, answer) => {
      answer.done([{ id: "new1", state: "pending", done: false, reason: "invalid-key" }]);
    };
    expect((await saltKey(pending, ["-y", "-a", "new1"], { change })).stderr).toBe(
      "Unable to accept invalid key for new1.\n",
    );
  });

  test("shows fingerprints, the master's own with -F", async () => {
    expect((await saltKey(accepted, ["-f", "web*"])).stdout).toBe("Accepted Keys:\nweb1:  aa:web1\nweb2:  aa:web2\n");
    expect((await saltKey(pending, ["-F"])).stdout).toBe(
      "Local Keys:\nmaster.pem:  01:02\nmaster.pub:  03:04\nUnaccepted Keys:\nnew1:  aa:new1\nnew2:  aa:new2\n",
    );
  });

  test("prints keys", async () => {
    expect((await saltKey(accepted, ["-p", "db1"])).stdout).toBe("Accepted Keys:\ndb1:  -----BEGIN-----\nx\n");
  });

  test("fails when no master answers", async () => {
    const ran = await runCommand(main, ["-c", "/"], { env: { SALINA_SOCKET: "/nonexistent/s" } });
    expect(ran.code).toBe(1);
  });
});

describe("salt-key --gen-keys", () => {
  const dir = mkdtempSync(join(tmpdir(), "salina-keys-"));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test("writes a key pair and shows its fingerprint", async () => {
    const argv = ["-c", dir, "--gen-keys=node1", "--gen-keys-dir", dir];
    const { code, stdout } = await runCommand(main, argv);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^return:\n {4}([0-9a-f]{2}:){31}[0-9a-f]{2}\n$/);
    expect(readFileSync(join(dir, "node1.pem"), "utf8")).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(statSync(join(dir, "node1.pem")).mode & 0o777).toBe(0o400);
    expect(readFileSync(join(dir, "node1.pub"), "utf8")).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect((await runCommand(main, argv)).code).toBe(1);
  });

  test("refuses sizes that are no good", async () => {
    const ran = await runCommand(main, ["--gen-keys=x", "--keysize=1024"]);
    expect(ran).toMatchObject({ code: 64, stderr: expect.stringContaining("The minimum value for keysize is 2048") });
  });
});
