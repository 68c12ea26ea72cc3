import { afterAll, beforeAll, expect, test } from "vitest";
import { EventLog } from "./event-log.js";
import { everyFile, found } from "./secret-search.js";
import { TestBench } from "./test-bench.js";

/** A password and its hash pass through a master: afterwards they are looked for wherever the master keeps or tells something. */
let bench: TestBench;
const canary = "Canary7Xq29Zt";

beforeAll(async () => {
  bench = await TestBench.make();
  await bench.startMaster({ extraConfig: { auto_accept: true, timeout: 5, log_level: "trace" } });
  await bench.isReady(await bench.startMinion("web1", { release: "3006.30" }));
});

afterAll(() => bench.end());

test("a password is shown to who asks for its hash, and is nowhere else", async () => {
  const events = await EventLog.open(bench.master.socketPath);
  const salt = (...words: string[]) => bench.master.salt(["--out=json", "--static", "web1", ...words]);
  const made = JSON.parse((await salt("shadow.gen_password", canary, "crypt_salt=saltsalt")).stdout) as {
    web1: string;
  };
  const hash = made.web1;
  expect(hash).toMatch(/^\$\d\$saltsalt\$/);
  const told: string[] = [];
  await events.until((event) => told.push(JSON.stringify(event)) > 0 && event.tag.endsWith("/ret/web1"));
  const secrets = [canary, hash, hash.slice(12, 40)];
  await salt("test.arg", "harmless");

  const { stdout: listed } = await bench.master.saltRun(["--out=json", "jobs.list_jobs"]);
  const jids = Object.keys(JSON.parse(listed) as object);
  expect(jids).toHaveLength(2);
  const shown = await Promise.all(
    jids.map(async (jid) => (await bench.master.saltRun(["--out=json", "jobs.print_job", jid])).stdout),
  );
  expect(shown.join()).toContain("**redacted**");

  const files = await everyFile(bench.masterRoot);
  expect(Object.keys(files).some((file) => /salina\.db(-wal)?$/.test(file))).toBe(true);
  const places = { ...files, listed, shown: shown.join(), told: told.join(), log: bench.master.log() };
  expect(found(secrets, places)).toEqual([]);
  // It can be found, where it is.
  expect(found(["harmless"], places)).not.toEqual([]);
});
