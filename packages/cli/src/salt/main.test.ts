import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobRequest, MinionResult } from "@salina/api";
import { decode, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import {
  FakeDaemon,
  fakeJid,
  type Handler,
  job,
  result,
  runCommand,
  silence,
  type World,
} from "../testing/fake-daemon.js";
import { main } from "./main.js";

const jid = fakeJid;

async function salt(handler: Handler, argv: readonly string[], world: World & { config?: string } = {}) {
  await using daemon = await new FakeDaemon({ "jobs.run": handler, "jobs.publish": handler }).start();
  daemon.writeConfig(`${world.config ?? ""}\nsalina:\n  socket: ${daemon.path}\n`);
  const ran = await runCommand(main, ["-c", daemon.dir, ...argv], world);
  return { ...ran, requests: daemon.requests };
}

const twoMinions = job([result("web1", true), result("web2", true)]);

/** Answers `test.ping` with all these minions, and other jobs with the given results of their targets. */
function batchable(returns: Readonly<Record<string, MinionResult>>, silent: readonly string[] = []): Handler {
  return (params, answer) => {
    const { target, fun } = params as JobRequest;
    const asked = Array.isArray(target.expression) ? target.expression : [...Object.keys(returns), ...silent];
    const results = asked.map((id) => {
      if (silent.includes(id)) return silence(id, "offline", false);
      return fun === "test.ping" ? result(id, true) : (returns[id] ?? result(id, null));
    });
    job(results)(params, answer);
  };
}

const noResponse = `Minion did not return. [No response]
    The minions may not have all finished running and any remaining minions will return upon completion. To look up the return data for this job later, run the following command:
    
    salt-run jobs.lookup_jid ${jid}
`;
const failedLine = "ERROR: Minions returned with non-zero exit code\n";

describe("salt", () => {
  test("shows each minion as it returns", async () => {
    const ran = await salt(twoMinions, ["web*", "test.ping"]);

    expect(ran).toMatchObject({ code: 0, stderr: "", stdout: "web1:\n    True\nweb2:\n    True\n" });
    expect(ran.requests[0]).toMatchObject({
      op: "jobs.run",
      params: { target: { type: "glob", expression: "web*" }, fun: "test.ping" },
    });
  });

  test("shows the first return before the second has arrived", async () => {
    let release: () => void = () => undefined;
    const ran = await salt(
      (params, answer) => {
        answer.item({ kind: "published", job: { jid, minions: ["web1", "web2"], missing: [] } });
        answer.item({ kind: "result", result: result("web1", 1) });
        release = () => job([result("web2", 2)])(params, answer);
      },
      ["*", "test.ping"],
      { onOutput: (stdout) => stdout === "web1:\n    1\n" && release() },
    );

    expect(ran.stdout).toBe("web1:\n    1\nweb2:\n    2\n");
  });

  test("sends typed arguments", async () => {
    const { requests } = await salt(twoMinions, ["-t", "7", "*", "test.arg", "1", "1.0", "a=[x]", "007"]);

    const params = requests[0]?.params as JobRequest;
    const decoded = decode(params.arg);
    const kwarg = new Map<Value, Value>([
      ["__kwarg__", true],
      ["a", ["x"]],
    ]);
    expect(decoded.ok && decoded.value).toEqual([1, expect.objectContaining({ value: 1 }), 7, kwarg]);
    expect(params.timeoutMs).toBe(7000);
  });

  test.each([
    ["a, b ,c", ["a", "b", "c"]],
    ["a  b", ["a", "b"]],
  ])("splits the list %j as Salt does", async (list, expression) => {
    const { requests } = await salt(twoMinions, ["-L", list, "test.ping"]);
    expect(requests[0]?.params).toMatchObject({ target: { type: "list", expression } });
  });

  test("ends with 1 when a minion failed, and shows its key in red", async () => {
    const failing = job([result("web1", "no", { outcome: "failed", retcode: 5 })]);

    expect(await salt(failing, ["*", "cmd.run", "false"], { isTTY: true })).toMatchObject({
      code: 1,
      stdout: "\x1b[0;31mweb1\x1b[0;0m:\n    \x1b[0;32mno\x1b[0;0m\n",
      stderr: failedLine,
    });
  });

  test("says of minions that did not return what became of them, last", async () => {
    const lastSeenAt = new Date(2026, 10, 23, 1, 2, 3).getTime();
    const offline = { ...silence("db2", "offline", false), lastSeenAt };
    const handler = job([silence("db1", "lost", true), result("web1", true), offline, silence("db3", "offline", null)]);
    const later = `    Should it answer yet: salt --resume ${jid}\n`;

    expect(await salt(handler, ["*", "test.ping"])).toMatchObject({
      code: 1,
      stdout:
        "web1:\n    True\n" +
        `db1:\n    Minion did not return. [Lost: it answers, but does not run the job and has not returned it]\n${later}` +
        `db2:\n    Minion did not return. [Offline: last heard of at 2026-11-23 01:02:03]\n${later}` +
        `db3:\n    Minion did not return. [Offline: it was never heard of]\n${later}`,
      stderr: failedLine,
    });
  });

  test("says with --compat of minions that did not return what Salt says", async () => {
    const offline = { ...silence("db2", "offline", false), lastSeenAt: 1 };
    const handler = job([silence("db1", "lost", true), result("web1", true), offline]);

    expect(await salt(handler, ["--compat", "*", "test.ping"])).toMatchObject({
      code: 1,
      stdout: `web1:\n    True\ndb1:\n    ${noResponse}db2:\n    Minion did not return. [Not connected]\n`,
      stderr: failedLine,
    });
  });

  test("hides minions that did not return when asked to, but not unknown ids of a list", async () => {
    const hidden = await salt(job([silence("db1", "lost", true)]), ["--hide-timeout", "*", "test.ping"]);
    expect(hidden).toMatchObject({ code: 0, stdout: "" });

    const listed = await salt(job([result("web1", true)], ["x"]), ["--hide-timeout", "-L", "web1,x", "test.ping"]);
    const unknown = "    Minion did not return. [Unknown: no accepted key has this id]\n";
    expect(listed).toMatchObject({ code: 1, stdout: `web1:\n    True\nx:\n${unknown}` });
  });

  test("shows a minion that was given up and then answered once, with its answer", async () => {
    const handler = job([silence("db1", "lost", true), result("db1", 3, { late: true }), result("db1", 3)]);
    expect(await salt(handler, ["*", "test.ping"])).toMatchObject({ code: 0, stdout: "db1:\n    3\n" });
  });

  test("says when nothing matched", async () => {
    const none: Handler = (_, answer) => answer.fail("no-minions-matched");
    const text = "No minions matched the target. No command was sent, no jid was assigned.\n";

    const plain = { code: 2, stdout: text, stderr: "ERROR: No return received\n" };
    expect(await salt(none, ["x*", "test.ping"])).toMatchObject(plain);
    expect(await salt(none, ["--out=json", "--static", "x*", "test.ping"])).toMatchObject({
      ...plain,
      stdout: `${text}{}\n`,
    });
    expect(await salt(none, ["--async", "x*", "test.ping"])).toMatchObject({
      code: 0,
      stdout: `${text}Executed command with job ID: 0\n`,
    });
  });

  test("prints the job id without waiting", async () => {
    const publish: Handler = (_, answer) => answer.done({ jid, minions: ["web1"], missing: [] });
    const ran = await salt(publish, ["--async", "*", "test.ping"]);

    expect(ran).toMatchObject({ code: 0, stdout: `Executed command with job ID: ${jid}\n` });
    expect(ran.requests[0]?.op).toBe("jobs.publish");
  });

  test("prints header or job id before the returns", async () => {
    const header = `Executing job with jid ${jid}\n-------------------------------------------\n\n`;
    const returns = "web1:\n    True\nweb2:\n    True\n";
    expect((await salt(twoMinions, ["-v", "*", "test.ping"])).stdout).toBe(header + returns);
    expect((await salt(twoMinions, ["--show-jid", "*", "test.ping"])).stdout).toBe(`jid: ${jid}\n${returns}`);
  });

  test("--batch runs on so many at a time, and ends with the highest return code", async () => {
    const handler = batchable({
      a: result("a", "x"),
      b: result("b", "y", { outcome: "failed", retcode: 5 }),
      c: result("c", "z"),
    });
    const ran = await salt(handler, ["-b", "2", "--out=json", "--out-indent=-1", "*", "x.y"]);
    expect(ran.code).toBe(5);
    expect(ran.requests.map(({ params }) => (params as JobRequest).target.expression)).toEqual([
      "*",
      ["a", "b"],
      ["c"],
    ]);
    expect(ran.stdout).toBe(
      "\nExecuting run on ['a', 'b']\n\n" +
        `{"retcode": 0, "jid": "${jid}", "a": "x"}\n` +
        "\nExecuting run on ['c']\n\n" +
        `{"retcode": 5, "jid": "${jid}", "b": "y"}\n{"retcode": 0, "jid": "${jid}", "c": "z"}\n`,
    );
  });

  test("--batch sends nothing to who is not there, and nothing more after a failure with --failhard", async () => {
    const handler = batchable({ a: result("a", "", { outcome: "failed", retcode: 3 }), b: result("b", "") }, ["gone"]);
    const ran = await salt(handler, ["-b", "1", "--failhard", "--out=quiet", "*", "x.y"]);
    expect(ran).toMatchObject({
      code: 3,
      stdout: "Minion gone did not respond. No job will be sent.\n\nExecuting run on ['a']\n\n",
      stderr: "[ERROR   ] Minion a returned with non-zero exit code. Batch run stopped due to failhard\n",
    });
    expect(ran.requests).toHaveLength(2);
  });

  test("--resume shows a job again, and who answered late", async () => {
    const follow = job([result("web1", 1), result("web2", 2, { late: true })]);
    await using daemon = await new FakeDaemon({ "jobs.follow": follow }).start();
    const ran = await runCommand(main, ["-c", "/", "--resume", jid], { env: { SALINA_SOCKET: daemon.path } });
    expect(ran).toEqual({
      code: 0,
      stdout: "web1:\n    1\nweb2:\n    2\n",
      stderr: "web2 returned late: the job had been given up for it.\n",
    });
    expect(daemon.requests[0]?.params).toEqual({ jid });
  });

  test("--resume of a job that is not there, and of what is no job id, says so", async () => {
    const follow: Handler = (_, answer) => answer.fail("not-found");
    await using daemon = await new FakeDaemon({ "jobs.follow": follow }).start();
    const env = { SALINA_SOCKET: daemon.path };
    expect(await runCommand(main, ["-c", "/", "--resume", jid], { env })).toMatchObject({
      code: 2,
      stderr: `There is no job ${jid}.\n`,
    });
    expect(await runCommand(main, ["-c", "/", "--resume", "../x"], { env })).toMatchObject({
      code: 64,
      stderr: "'../x' is not a job id\n",
    });
  });

  test("says of an option without effect why it has none", async () => {
    const { code, stderr } = await salt(twoMinions, ["-a", "pam", "-T", "*", "test.ping"]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      "salt: --auth has no effect: who may open the master's socket may ask\n" +
        "salt: --make-token has no effect: who may open the master's socket may ask\n",
    );
  });

  test("tells minions of returner and executors what the command line says", async () => {
    const { requests } = await salt(twoMinions, [
      "--return_config=other",
      "--return_kwargs={a: 1}",
      "--module-executors=[sudo]",
      "*",
      "test.ping",
    ]);
    const { options } = (requests[0]?.params ?? {}) as Partial<JobRequest>;
    const read = decode(options ?? new Uint8Array());
    expect(read.ok && read.value).toEqual(
      new Map<Value, Value>([
        ["ret_config", "other"],
        ["ret_kwargs", new Map([["a", 1]])],
        ["module_executors", ["sudo"]],
      ]),
    );
  });

  test("adds a summary", async () => {
    const rule = "-------------------------------------------";
    const handler = job([
      result("web1", 1, { outcome: "failed", retcode: 1 }),
      { ...silence("db1", "offline", false), lastSeenAt: 1 },
    ]);
    const { stdout } = await salt(handler, ["--summary", "*", "test.ping", "-v"]);

    expect(stdout.slice(stdout.indexOf("\n\n\n"))).toBe(`


${rule}
Summary
${rule}
# of minions targeted: 2
# of minions returned: 1
# of minions that did not return: 1
# of minions with errors: 1
Minions not connected: db1
Minions with failures: web1
${rule}
`);
  });

  test("joins all returns into one value with --static, ends with 0, leaves silent minions out", async () => {
    const handler = job([
      result("web2", 1, { outcome: "failed", retcode: 1 }),
      result("web1", 2),
      silence("db1", "offline", null),
    ]);
    expect(await salt(handler, ["-s", "--out=json", "--out-indent=-1", "*", "x.y"])).toMatchObject({
      code: 0,
      stdout: '{"web2": 1, "web1": 2}\n',
    });
  });

  test("writes one JSON document a minion", async () => {
    const { stdout } = await salt(twoMinions, ["--out", "json", "*", "test.ping"]);
    expect(stdout).toBe('{\n    "web1": true\n}\n{\n    "web2": true\n}\n');
  });

  test("falls back to nested, with a log line a display, when the outputter is unknown", async () => {
    const line = "[ERROR   ] Invalid outputter bogus specified, fall back to nested\n";
    const ran = await salt(twoMinions, ["--out=bogus", "*", "test.ping"]);
    expect(ran).toMatchObject({ stdout: "web1:\n    True\nweb2:\n    True\n", stderr: line + line });
  });

  test("writes to a file instead of standard output", async () => {
    await using daemon = await new FakeDaemon({ "jobs.run": twoMinions }).start();
    const file = join(daemon.dir, "out");
    const env = { SALINA_SOCKET: daemon.path };
    const run = (...more: string[]) =>
      runCommand(main, ["-c", daemon.dir, "--out-file", file, ...more, "*", "x.y"], { env });

    await run();
    const ran = await run();
    expect(ran.stdout).toBe("");
    expect(readFileSync(file, "utf8")).toBe("web1:\n    True\nweb2:\n    True\n");
    await run("--out-file-append");
    expect(readFileSync(file, "utf8")).toBe("web1:\n    True\nweb2:\n    True\n".repeat(2));
  });

  test("takes its defaults from the master's config, and options win over them", async () => {
    const config = "output: txt\nshow_jid: True";
    expect((await salt(twoMinions, ["*", "x.y"], { config })).stdout).toBe(`jid: ${jid}\nweb1: True\nweb2: True\n`);
    expect((await salt(twoMinions, ["--out=raw", "*", "x.y"], { config })).stdout).toContain("{'web1': True}");
  });

  test("prints merged documentation", async () => {
    const docs = (entries: [string, string][]) => new Map<Value, Value>(entries);
    const handler = job([
      result("a", docs([["b.x", "Later."]])),
      result(
        "b",
        docs([
          ["b.x", "Other."],
          ["a.x", "First."],
        ]),
      ),
    ]);
    expect((await salt(handler, ["*", "sys.doc"])).stdout).toBe("a.x:\nFirst.\n\nb.x:\nLater.\n\n");
  });

  test("says good-bye on Ctrl-C, with the job id", async () => {
    const interrupt = new AbortController();
    const ran = await salt(
      (_, answer) => {
        answer.item({ kind: "published", job: { jid, minions: ["web1", "web2"], missing: [] } });
        const confirmedAt = new Date(2026, 10, 23, 1, 2, 3).getTime();
        answer.item({ kind: "result", result: { ...silence("web2", "lost", true), outcome: "running", confirmedAt } });
        answer.item({ kind: "result", result: result("web1", true) });
      },
      ["*", "test.sleep", "300"],
      { interrupt: interrupt.signal, onOutput: () => interrupt.abort() },
    );

    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(
      new RegExp(
        `\\nNot returned yet:\\n  web2: it said so at 2026-11-23 01:02:03\\n\\n.*:\\n\\nsalt --resume ${jid}\\n$`,
      ),
    );
    expect(ran.stderr).toMatch(new RegExp(`^\nThis job's jid is: ${jid}\nExiting gracefully on Ctrl-c\nThe minions`));
  });

  test("says so when the connection is lost, with the job id", async () => {
    const ran = await salt(
      (_, answer) => {
        answer.item({ kind: "published", job: { jid, minions: ["web1"], missing: [] } });
        answer.item({ kind: "result", result: result("web1", true) });
        setImmediate(() => answer.hangUp());
      },
      ["*", "test.sleep", "300"],
    );
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`Its jid is: ${jid}`);
  });

  test("tells that no master runs, with the reason on standard error", async () => {
    const env = { SALINA_SOCKET: "/nonexistent/salina.sock" };
    const ran = await runCommand(main, ["-c", "/", "*", "test.ping"], { env });

    expect(ran.code).toBe(0);
    expect(ran.stdout).toBe("The salt master could not be contacted. Is master running?\n");
    expect(ran.stderr).toContain("/nonexistent/salina.sock");
    expect(ran.stderr).toContain("ENOENT");
  });

  test("shows an error of the master with its text", async () => {
    const ran = await salt((_, answer) => answer.fail("store-failed", "The disk is full."), ["*", "test.ping"]);
    expect(ran).toMatchObject({ code: 1, stdout: "", stderr: "[ERROR   ] The disk is full.\n" });
  });

  test("previews a target without running anything", async () => {
    const resolve: Handler = (_, answer) => answer.done({ minions: ["web1", "web2"], missing: [] });
    await using daemon = await new FakeDaemon({ "minions.resolve": resolve }).start();
    const env = { SALINA_SOCKET: daemon.path };
    const ran = await runCommand(main, ["-c", daemon.dir, "--preview-target", "web*"], { env });
    expect(ran).toMatchObject({ code: 0, stdout: "- web1\n- web2\n" });
  });

  test.each([
    ["-G", "grain"],
    ["-P", "grain_pcre"],
    ["-I", "pillar"],
    ["-J", "pillar_pcre"],
    ["-N", "nodegroup"],
    ["-C", "compound"],
    ["-S", "ipcidr"],
    ["-R", "range"],
    ["--pillar-pcre", "pillar_pcre"],
  ])("%s makes a target of type %s", async (option, type) => {
    const { requests } = await salt(twoMinions, [option, "some thing", "test.ping"]);
    expect(requests[0]?.params).toMatchObject({ target: { type, expression: "some thing" } });
  });

  test("sends the delimiter along, unless it is the usual one", async () => {
    const { requests } = await salt(twoMinions, ["-G", "a|b", "--delimiter=|", "test.ping"]);
    expect(requests[0]?.params).toMatchObject({ target: { type: "grain", expression: "a|b", delimiter: "|" } });
    const usual = await salt(twoMinions, ["-G", "a:b", "--delimiter", ":", "test.ping"]);
    expect(usual.requests[0]?.params).toMatchObject({ target: { type: "grain", expression: "a:b" } });
    expect(JSON.stringify(usual.requests[0]?.params)).not.toContain("delimiter");
  });

  test.each(["invalid-target", "unknown-nodegroup", "range-unavailable"])(
    "says what is wrong with a target (%s), and that nobody was sent anything",
    async (code) => {
      const refuse: Handler = (_, answer) => answer.fail(code, "the reason (at character 3)");
      await using daemon = await new FakeDaemon({ "jobs.run": refuse }).start();
      const env = { SALINA_SOCKET: daemon.path };
      const ran = await runCommand(main, ["-c", daemon.dir, "-C", "a b", "test.ping"], { env });
      expect(ran.stdout).toContain("No minions matched the target.");
      expect(ran.stderr).toContain("the reason (at character 3)");
      expect(ran.code).toBe(2);
    },
  );

  test("reads more arguments from standard input", async () => {
    const { requests } = await salt(twoMinions, ["--args-stdin", "-E", "web.*"], {
      stdin: "cmd.run\n--timeout=3\nls -l\n",
    });
    expect(requests[0]?.params).toMatchObject({ target: { type: "pcre" }, fun: "cmd.run", timeoutMs: 3000 });
  });
});

describe("the command line of salt", () => {
  const usage = "Usage: salt [options] '<target>' <function> [arguments]\n\nsalt: error: ";
  test.each([
    [["--bogus"], "no such option: --bogus"],
    [["-t", "abc", "*", "test.ping"], "option -t: invalid integer value: 'abc'"],
    [
      ["-E", "-L", "x", "test.ping"],
      "The options --pcre/--list are mutually exclusive. Please only choose one of them",
    ],
    [["web1", "test.arg", "-5"], "no such option: -5"],
    [["web1", "test.arg", "- a"], "no such option: - "],
    [["-d", "*", "test.ping", "test.arg"], "You can only get documentation for one method at one time."],
    [["--saltfile", "/nonexistent", "*", "test.ping"], "'/nonexistent' file does not exist.\n"],
    [["--comp", "*", "test.ping", "--resum", jid], "no such option: --resum"],
    [
      ["-c", "/", "--out=overstatestage", "*", "test.ping"],
      "the outputter overstatestage is not served: it shows the stages of the overstate, which orchestrations have replaced",
    ],
  ])("%j is wrong use", async (argv, text) => {
    expect(await runCommand(main, argv)).toEqual({ code: 64, stdout: "", stderr: `${usage}${text}\n` });
  });

  test("without target or function prints the help and ends with 42", async () => {
    const bare = await runCommand(main, ["-c", "/"]);
    expect(bare).toMatchObject({ code: 42, stderr: "\nCannot execute command without defining a target.\n\n" });
    expect(bare.stdout).toMatch(/^Usage: salt \[options\] .*\n\n(?:.*\n)*.*--args-separator=/);
    expect(await runCommand(main, ["-c", "/", "*"])).toMatchObject({
      code: 42,
      stderr: "\nIncomplete options passed.\n\n",
    });
  });

  test("a compound command that does not add up ends with 42", async () => {
    const text = "Cannot execute compound command without defining all arguments.\n";
    expect(await runCommand(main, ["-c", "/", "*", "a.a,b.b"])).toEqual({ code: 42, stdout: "", stderr: text });
  });

  test("a config directory that does not exist is only a warning", async () => {
    const env = { SALINA_SOCKET: "/nonexistent/s" };
    const ran = await runCommand(main, ["-c", "/nonexistent", "*", "test.ping"], { env });
    expect(ran.stderr).toContain("WARNING: CONFIG '/nonexistent' directory does not exist.\n");
  });
});
