import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runCommand, until } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout, installedReleases } from "../interop/releases.js";
import { findSaltPython } from "../support/salt-python.js";
import { ApiLab } from "./api-lab.js";

/** Clients that everybody has already, on our interface of salt-api. */
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: "3006.30" });
if (!salt || salt.missing !== null) console.log(`SKIPPED: clients of salt-api: salt 3006.30: ${salt?.missing}`);
const pepper = resolve(process.env["SALINA_PEPPER"] ?? join(checkout, ".tools/pepper-0.7.6"));
const noPepper = existsSync(pepper) ? null : `there is no ${pepper}`;
if (noPepper !== null) console.log(`SKIPPED: pepper: ${noPepper}`);
const python = findSaltPython("sys", "3006.30");

let lab: ApiLab;
let page: string;
let files: string;
describe.skipIf(!salt || salt.missing !== null)("clients of salt-api", () => {
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), "salina-"));
    await mkdir(join(files, "static/scripts"), { recursive: true });
    page = join(files, "index.html");
    await writeFile(page, "<!doctype html><title>a page of its own</title>");
    await writeFile(join(files, "static/scripts/index.js"), "export const one = 1;\n");
    const bin = salt?.missing === null ? salt.bin : "";
    const users = join(files, "users");
    const sha = createHash("sha256").update("s3cret").digest("hex");
    await writeFile(users, `ann:${sha}\nbe:${sha}x\n`, { mode: 0o600 });
    const external = {
      auto: { bob: [".*", "@runner", "@wheel", "@jobs"], carol: ["test.ping"] },
      sharedsecret: { fred: ["test.*"] },
      file: { "^filename": users, "^filetype": "text", "^hashtype": "sha256", ann: ["test.*"] },
      pam: { "*": ["test.version"], "ops%": ["test.ping"] },
    };
    lab = await ApiLab.start("salina", bin, {
      rest: { app: page, static: join(files, "static"), static_path: "/static" },
      config: {
        external_auth: external,
        sharedsecret: "a shared secret",
        token_expire_user_override: { auto: ["bob"] },
      },
    });
  }, 120_000);
  afterAll(async () => {
    await lab?.end();
    await rm(files, { recursive: true, force: true });
  });

  describe.skipIf(noPepper !== null)("pepper", () => {
    const run = (...words: string[]) =>
      runCommand(python.path, [join(pepper, "bin/pepper"), "-u", `${lab.url}/`, "-a", "auto", "--out=json", ...words], {
        env: { PATH: process.env["PATH"], HOME: lab.directory, PYTHONPATH: pepper },
      });
    /** One document a minion, or one of all. */
    const answers = (text: string) =>
      Object.assign(
        {},
        ...text
          .trim()
          .split(/(?<=^\})\n/m)
          .map((one) => JSON.parse(one) as object),
      ) as object;
    const bob = ["--username=bob", "--password=x"];

    test("runs functions on minions by globs, lists and compounds", async () => {
      for (const target of [["web*"], ["-L", "web1,web2"], ["-C", "web1 or web2"]]) {
        const { stdout, stderr, code } = await run(...bob, ...target, "test.ping");
        expect([code, stderr]).toEqual([0, ""]);
        expect(answers(stdout)).toEqual({ web1: true, web2: true });
      }
      const typed = await run(...bob, "web1", "test.arg", "a", "5", "k=v");
      expect(answers(typed.stdout)).toMatchObject({ web1: { args: ["a", "5"], kwargs: { k: "v" } } });
    });

    test("waits until all have answered, and uses /run", async () => {
      const whole = await run(...bob, "--fail-if-incomplete", "web*", "test.ping");
      expect(whole.code).toBe(0);
      expect(answers(whole.stdout)).toEqual({ web1: true, web2: true });
      const { stdout } = await run(...bob, "-r", "web1", "test.echo", "hello");
      expect(answers(stdout)).toEqual({ web1: "hello" });
    });

    test("runs runners and wheel functions", async () => {
      const up = await run(...bob, "--client=runner", "manage.up");
      expect(JSON.parse(up.stdout)).toEqual(["web1", "web2"]);
      const keys = await run(...bob, "--client=wheel", "key.list", "match=accepted");
      expect(keys.stdout).toMatch(/"web1",\s+"web2"/);
    });

    test("is told that it may not", async () => {
      const refused = await run("--username=zz", "--password=x", "web*", "test.ping");
      expect([refused.code, refused.stdout + refused.stderr]).toEqual([
        1,
        expect.stringContaining("Authentication denied"),
      ]);
      const carol = await run("--username=carol", "--password=x", "web*", "cmd.run", "id");
      expect([carol.code, carol.stdout + carol.stderr]).toEqual([1, expect.stringContaining("Authentication denied")]);
    });
  });

  /** As SaltGUI's pages ask: JSON as text, one object. */
  async function gui(chunk: object): Promise<unknown> {
    const { status, body } = await lab.ask({
      body: JSON.stringify(chunk),
      headers: { "content-type": "text/plain;charset=UTF-8", accept: "application/json" },
    });
    expect(status).toBe(200);
    return (body as { return: unknown[] }).return[0];
  }

  describe("what SaltGUI asks for", () => {
    test("its page is what a browser gets everywhere, and its scripts come with their types", async () => {
      for (const path of ["/", "/minions", "/app", "/app/deep"]) {
        const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
        const response = await fetch(`${lab.url}${path}`, { headers });
        expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
          200,
          "text/html; charset=utf-8",
          await readFile(page, "utf8"),
        ]);
      }
      const script = await fetch(`${lab.url}/static/scripts/index.js`);
      expect([script.status, script.headers.get("content-type")]).toEqual([
        200,
        expect.stringMatching(/^(text|application)\/javascript/),
      ]);
      for (const path of ["/static/minions.txt", "/static/../users", "/static/%2e%2e/users", "/static/"])
        expect((await fetch(`${lab.url}${path}`)).status).toBe(404);
    });

    test("the login has rights, times in seconds, and a cookie for event streams", async () => {
      const response = await fetch(`${lab.url}/login`, {
        method: "POST",
        headers: { "content-type": "text/plain;charset=UTF-8", accept: "application/json", "x-auth-token": "" },
        body: JSON.stringify({ eauth: "auto", username: "bob", password: "x" }),
      });
      const told = ((await response.json()) as { return: Record<string, unknown>[] }).return[0];
      expect(told).toMatchObject({ user: "bob", eauth: "auto", perms: [".*", "@jobs", "@runner", "@wheel"] });
      expect(Number(told?.["expire"]) - Number(told?.["start"])).toBeCloseTo(43_200, 0);
      expect(told?.["token"]).toMatch(/^[0-9a-f]{40}$/);
      expect(response.headers.get("set-cookie")).toBe(
        `session_id=${told?.["token"]}; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax`,
      );
    });

    test("keys, minions, jobs, versions, beacons, schedules, orchestrations: in the shapes that its pages read", async () => {
      const keys = { minions: ["web1", "web2"], minions_pre: [], minions_rejected: [], minions_denied: [] };
      expect(await gui({ client: "wheel", fun: "key.list_all" })).toMatchObject({ data: { return: keys } });
      const finger = { minions: { web1: expect.stringMatching(/^[0-9a-f:]+$/) } };
      expect(await gui({ client: "wheel", fun: "key.finger", match: "*" })).toMatchObject({ data: { return: finger } });
      const connected = expect.arrayContaining(["web1", "web2"]);
      expect(await gui({ client: "wheel", fun: "minions.connected" })).toMatchObject({ data: { return: connected } });
      const values = await gui({ client: "wheel", fun: "config.values" });
      expect(values).toMatchObject({
        data: { return: { id: "box_master", saltgui_pages: ["minions"], nodegroups: { all: "web*" } } },
      });
      const grains = await gui({ client: "local", fun: "grains.items", tgt: "*", tgt_type: "glob" });
      expect(grains).toMatchObject({ web1: { saltversion: "3006.30" }, web2: { os: expect.any(String) } });
      expect(await gui({ client: "local", fun: "pillar.obfuscate", tgt: "*", tgt_type: "glob" })).toMatchObject({
        web1: {},
      });
      for (const fun of ["schedule.list", "beacons.list"]) {
        const given = await gui({ client: "local", fun, kwarg: { return_yaml: false }, tgt: "web1", tgt_type: "list" });
        expect(given).toMatchObject({ web1: expect.any(Object) });
      }
      const version = await gui({
        client: "local",
        fun: "test.version",
        full_return: true,
        tgt: "N@all",
        tgt_type: "compound",
      });
      expect(version).toMatchObject({ web1: { ret: "3006.30", retcode: 0, jid: expect.stringMatching(/^\d{20}$/) } });
      expect(await gui({ client: "runner", fun: "manage.versions" })).toMatchObject({ Master: expect.any(String) });
      const shown = await gui({ client: "runner", fun: "state.orchestrate_show_sls", arg: ["*"] });
      expect(shown).toMatchObject({ box_master: { ping: { salt: expect.any(Array), __sls__: "orch.ping" } } });
      for (const [fun, one] of [
        ["doc.runner", "manage.up"],
        ["doc.wheel", "key.list_all"],
      ])
        expect(await gui({ client: "runner", fun })).toHaveProperty([one ?? ""]);
      const stats = await lab.ask({ method: "GET", path: "/stats" });
      expect([stats.status, stats.body]).toEqual([200, {}]);
    });

    test("a job is started, followed and looked at; the list takes functions", async () => {
      const started = (await gui({
        client: "local_async",
        fun: "test.echo",
        tgt: "web*",
        arg: ["hi"],
        full_return: false,
      })) as {
        jid: string;
        minions: string[];
      };
      expect(started.minions).toEqual(["web1", "web2"]);
      const job = await until(
        async () => {
          const found = (await gui({ client: "runner", fun: "jobs.list_job", jid: started.jid })) as { Result: object };
          return Object.keys(found.Result).length === 2 ? found : undefined;
        },
        { timeoutMs: 20_000, about: "the job's results", everyMs: 100 },
      );
      expect(job).toMatchObject({
        Function: "test.echo",
        "Target-type": "glob",
        User: "bob",
        Minions: ["web1", "web2"],
        Result: { web1: { return: "hi", retcode: 0, success: true } },
      });
      expect(await gui({ client: "runner", fun: "jobs.active" })).toEqual({});
      const list = await gui({
        client: "runner",
        fun: "jobs.list_jobs",
        search_function: ["test.echo", "state.apply"],
      });
      expect(list).toHaveProperty([started.jid, "Function"], "test.echo");
      const run = await gui({ client: "runner", fun: "state.orchestrate", full_return: true, arg: ["orch.ping"] });
      expect(run).toMatchObject({
        data: { success: true, return: { retcode: 0 } },
        tag: expect.stringMatching(/^salt\/run\/\d+\/ret$/),
      });
    });

    test("nothing more is begun in a batch whose caller has left", async () => {
      const gone = new AbortController();
      const token = String((await lab.login("bob"))["token"]);
      const go = join(lab.directory, "go");
      const wait = `while [ ! -e ${go} ]; do sleep 0.1; done`;
      const asked = fetch(lab.url, {
        method: "POST",
        signal: gone.signal,
        headers: { "x-auth-token": token, "content-type": "application/json" },
        body: JSON.stringify({ client: "local_batch", batch: "1", tgt: "web*", fun: "cmd.shell", arg: [wait] }),
      }).catch(() => "gone");
      const active = async () =>
        Object.values((await gui({ client: "runner", fun: "jobs.active" })) as Record<string, { Function: string }>);
      const isUnderWay = async () => (await active()).some((one) => one.Function === "cmd.shell");
      await until(isUnderWay, { timeoutMs: 20_000, about: "the first of the batch", everyMs: 100 });
      gone.abort();
      expect(await asked).toBe("gone");
      await writeFile(go, "");
      await until(async () => !(await isUnderWay()), { timeoutMs: 20_000, about: "its end", everyMs: 100 });
      const list = await gui({ client: "runner", fun: "jobs.list_jobs", search_function: ["cmd.shell"] });
      expect(Object.keys(list as object)).toHaveLength(1);
    }, 60_000);

    test("keys are rejected and accepted by ids with commas", async () => {
      const change = async (fun: string, more: object) =>
        ((await gui({ client: "wheel", fun, ...more })) as { data: { success: boolean; return: object } }).data;
      expect(await change("key.reject", { match: "web2", include_accepted: true })).toMatchObject({ success: true });
      expect(await gui({ client: "wheel", fun: "key.list_all" })).toMatchObject({
        data: { return: { minions: ["web1"], minions_rejected: ["web2"] } },
      });
      expect(await change("key.accept", { match: "web1,web2", include_rejected: true })).toMatchObject({
        success: true,
      });
      expect(await gui({ client: "wheel", fun: "key.list_all" })).toMatchObject({
        data: { return: { minions: ["web1", "web2"] } },
      });
    });

    test("events come to whom the cookie belongs, in its form; a limited user sees the own jobs alone", async () => {
      const stream = async (user: string) => {
        const token = String((await lab.login(user))["token"]);
        const gone = new AbortController();
        const response = await fetch(`${lab.url}/events`, {
          headers: { cookie: `session_id=${token}` },
          signal: gone.signal,
        });
        expect(response.headers.get("content-type")).toBe("text/event-stream;charset=utf-8");
        let text = "";
        const reading = (async () => {
          for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
        })().catch(() => undefined);
        return {
          text: () => text,
          end: () => {
            gone.abort();
            return reading;
          },
        };
      };
      const [bob, carol] = [await stream("bob"), await stream("carol")];
      await lab.ask({ body: { client: "local", tgt: "web1", fun: "test.echo", arg: ["of bob"] } });
      await lab.ask({ as: "carol", body: { client: "local", tgt: "web1", fun: "test.ping" } });
      const returned = (text: string) =>
        /tag: salt\/job\/\d{20}\/ret\/web1\ndata: \{"data":\{.*"fun":"test.ping".*\},"tag":"salt\/job\/\d{20}\/ret\/web1"\}\n\n/.test(
          text,
        );
      await until(() => Promise.resolve(returned(bob.text()) && returned(carol.text())), {
        timeoutMs: 20_000,
        about: "the events",
      });
      expect(bob.text()).toMatch(/^retry: 400\n/);
      expect(bob.text()).toContain("of bob");
      expect(carol.text()).not.toContain("of bob");
      await bob.end();
      await carol.end();
      expect((await fetch(`${lab.url}/events?token=0`)).status).toBe(401);
    });
  });

  describe("who may log in", () => {
    const login = async (body: object) =>
      (await lab.ask({ path: "/login", as: null, body })) as {
        status: number;
        body: { return: Record<string, unknown>[] };
      };

    test("by the shared secret, and by a file", async () => {
      expect((await login({ username: "fred", password: "a shared secret", eauth: "sharedsecret" })).status).toBe(200);
      expect((await login({ username: "fred", password: "a shared secreT", eauth: "sharedsecret" })).status).toBe(401);
      expect((await login({ username: "ann", password: "s3cret", eauth: "file" })).body.return[0]).toMatchObject({
        perms: ["test.*"],
      });
      for (const [username, password] of [
        ["ann", "wrong"],
        ["be", "s3cret"],
        ["nobody", "s3cret"],
        ["ann", ""],
      ])
        expect((await login({ username, password, eauth: "file" })).status).toBe(401);
    });

    const root = process.getuid?.() === 0;
    if (!root) console.log("SKIPPED: logins by PAM: need root, who can make an account");
    test.skipIf(!root)("by the system's PAM, with the rights of their groups", async () => {
      const name = `salinatest${process.pid}`;
      await runCommand("groupadd", ["-f", "ops"]);
      try {
        expect((await runCommand("useradd", ["-M", "-G", "ops", name])).code).toBe(0);
        await runCommand("chpasswd", [], { input: `${name}:pässw:rd \\"\n` });
        const right = await login({ username: name, password: 'pässw:rd \\"', eauth: "pam" });
        expect(right.body.return[0]).toMatchObject({ user: name, perms: ["test.ping"] });
        expect((await login({ username: name, password: "wrong", eauth: "pam" })).status).toBe(401);
        await runCommand("chage", ["-E", "0", name]);
        expect((await login({ username: name, password: 'pässw:rd \\"', eauth: "pam" })).status).toBe(401);
      } finally {
        await runCommand("userdel", [name]);
      }
    });

    test("a name with too many failures is locked, also for the right password; others are not", async () => {
      for (let turn = 0; turn < 6; turn++) await login({ username: "ann", password: `no${turn}`, eauth: "file" });
      expect((await login({ username: "ann", password: "s3cret", eauth: "file" })).status).toBe(401);
      expect((await login({ username: "fred", password: "a shared secret", eauth: "sharedsecret" })).status).toBe(200);
    }, 60_000);

    test("who may choose gets the time that they asked for; others do not", async () => {
      const lives = async (username: string) => {
        const { body } = await login({ username, password: "x", eauth: "auto", token_expire: 60 });
        return Math.round(Number(body.return[0]?.["expire"]) - Number(body.return[0]?.["start"]));
      };
      expect([await lives("bob"), await lives("carol")]).toEqual([60, 43_200]);
    });

    test("who has logged out is out, and a page of another site cannot use the cookie", async () => {
      const token = String((await lab.login("bob"))["token"]);
      const ask = (headers: Record<string, string>) =>
        lab.ask({ as: null, headers, body: { client: "local", tgt: "web1", fun: "test.ping" } });
      expect((await ask({ cookie: `session_id=${token}` })).status).toBe(200);
      expect((await ask({ cookie: `session_id=${token}`, origin: "http://evil.example" })).status).toBe(403);
      expect((await ask({ cookie: `session_id=${token}`, origin: lab.url })).status).toBe(200);
      expect((await lab.ask({ path: "/logout", as: null, headers: { "x-auth-token": token }, body: {} })).status).toBe(
        200,
      );
      expect((await ask({ "x-auth-token": token })).status).toBe(401);
    });
  });
});
