import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toValue } from "@salina/wire";
import pino from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { HandClock, settle } from "../../testing/hand-clock.js";
import type { Alert } from "./alert.js";
import { AlertQueue } from "./alert-queue.js";
import { mailCommand, mailText } from "./mail-command.js";
import { readAlerts } from "./read-alerts.js";
import { webhook } from "./webhook.js";

const directory = mkdtempSync(join(tmpdir(), "salina-alerts-"));
afterAll(() => rmSync(directory, { recursive: true }));
const alert: Alert = {
  fun: "backup.run",
  run: {
    id: "1",
    name: "nightly",
    cause: "due",
    outcome: "failed",
    dueAt: 0,
    startedAt: 1000,
    endedAt: 2000,
    jid: "20261123121000000000",
    reason: "node1 is offline\n.\n",
    minions: ["node1"],
    count: 1,
  },
};
const log = pino({ level: "silent" });

describe("the queue of alerts", () => {
  function bench(failures: number) {
    const clock = new HandClock();
    const tried: number[] = [];
    const targets = ["a", "b"].map((name) => ({
      name,
      deliver: () => {
        tried.push(clock.now());
        return tried.length <= failures ? Promise.reject(new Error("no")) : Promise.resolve();
      },
    }));
    const start = clock.now();
    return {
      clock,
      queue: new AlertQueue({ targets, clock, log }),
      tried: () => tried.map((at) => (at - start) / 1000),
    };
  }

  test("tries again, later and later, and then gives up", async () => {
    const { clock, queue, tried } = bench(99);
    queue.send(alert, ["a"]);
    await clock.advance(3_600_000);
    expect(tried()).toEqual([0, 10, 70, 370]);
  });

  test("tells those that are named; all, where none is", async () => {
    const { queue, tried } = bench(0);
    queue.send(alert, []);
    queue.send(alert, ["b"]);
    queue.send(alert, null);
    await settle();
    expect(tried()).toHaveLength(3);
  });

  test("is bounded, and stops", async () => {
    const { clock, queue, tried } = bench(1000);
    for (let n = 0; n < 200; n++) queue.send(alert, ["a"]);
    await settle();
    expect(tried()).toHaveLength(100);
    queue.stop();
    await clock.advance(3_600_000);
    expect(tried()).toHaveLength(100);
  });
});

describe("a webhook", () => {
  test("gets JSON that is signed, follows no redirect, and fails by its status", async () => {
    const seen: { headers: Record<string, unknown>; body: string }[] = [];
    const statuses = [204, 500, 302];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        seen.push({ headers: request.headers, body });
        response.writeHead(statuses.shift() ?? 200, { location: "/elsewhere" }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const secret = "0123456789abcdef";
    const target = webhook("ops", { url, secret, timeoutMs: 5000, masterId: "m", nowMs: () => 1_800_000_000_500 });

    await target.deliver(alert);
    await expect(target.deliver(alert)).rejects.toThrow("answered 500");
    await expect(target.deliver(alert)).rejects.toThrow("answered 302");
    server.close();

    expect(seen).toHaveLength(3);
    const [{ headers, body } = { headers: {}, body: "" }] = seen;
    expect(JSON.parse(body)).toMatchObject({ master: "m", schedule: "nightly", outcome: "failed", minions: ["node1"] });
    expect(headers["x-salina-timestamp"]).toBe("1800000000");
    const hmac = createHmac("sha256", secret).update(`1800000000.${body}`).digest("hex");
    expect(headers["x-salina-signature"]).toBe(`sha256=${hmac}`);
  });
});

describe("a mail command", () => {
  const options = { to: "ops@example.org", timeoutMs: 10_000, masterId: "m" };

  test("gets the mail on its standard input, and its arguments as they are", async () => {
    const file = join(directory, "mail $(id)");
    const script = "require('node:fs').writeFileSync(process.argv[1], require('node:fs').readFileSync(0))";
    await mailCommand("mail", { ...options, command: [process.execPath, "-e", script, file] }).deliver(alert);

    const mail = readFileSync(file, "utf8");
    expect(mail).toContain("To: ops@example.org\nSubject: [m] scheduled job nightly: failed\n");
    expect(mail).toContain("\nreason: node1 is offline . \n");
  });

  test("fails with what the program says, and by its time limit", async () => {
    const node = (script: string, timeoutMs: number) =>
      mailCommand("mail", { ...options, timeoutMs, command: [process.execPath, "-e", script] }).deliver(alert);
    await expect(node("console.error('no route'); process.exit(3)", 10_000)).rejects.toThrow("ended with 3: no route");
    await expect(node("setInterval(() => {}, 1000)", 300)).rejects.toThrow("longer than 300 ms");
    await expect(mailCommand("mail", { ...options, command: ["/no/such"] }).deliver(alert)).rejects.toThrow(
      "cannot be run",
    );
  });

  test("without an address is text alone; a subject of other letters is encoded", () => {
    expect(mailText(alert, { to: null, masterId: "m" })).toMatch(/^\[m\] scheduled job nightly: failed\n\n/);
    const run = { ...alert.run, name: "nächtlich" };
    expect(mailText({ ...alert, run }, options)).toContain("Subject: =?utf-8?B?");
  });
});

describe("alerts of the config", () => {
  const read = (value: unknown) => readAlerts(toValue(value), { masterId: "m", nowMs: () => 0 });

  test("are webhooks and commands by name", async () => {
    const file = join(directory, "secret");
    writeFileSync(file, "0123456789abcdef\n");
    const { targets, warnings } = await read({
      ops: { webhook: "https://ops.example/hook", secret_file: file, timeout: 5 },
      mail: { command: ["/usr/sbin/sendmail", "-t"], to: "a@example.org, b@example.org" },
    });
    expect([targets.map(({ name }) => name), warnings]).toEqual([["ops", "mail"], []]);
  });

  test.each([
    [{ a: 5 }, "a: expected a map"],
    [{ a: {} }, "a: `command`: expected a list"],
    [{ a: { command: "mail ops" } }, "a: `command`: expected a list"],
    [{ a: { command: ["mail"] } }, "a: `command`: expected a list: the absolute path"],
    [{ a: { command: ["/bin/mail"], to: "x\nBcc: y" } }, "a: `to`: expected mail addresses"],
    [{ a: { webhook: "file:///etc/passwd" } }, "a: `webhook`: expected a URL"],
    [{ a: { webhook: "https://x.example", secret: "short" } }, "a: `secret`: expected at least 16"],
    [{ a: { webhook: "https://x.example", secret_file: "/no/such" } }, "a: `secret_file`:"],
    [{ a: { webhook: "https://x.example", colour: 1 } }, "a: `colour`: there is no such setting"],
    [5, "expected a map of names"],
  ])("%j are left out: %s", async (value, text) => {
    const { targets, warnings } = await read(value);
    expect(targets).toEqual([]);
    expect(warnings.join("; ")).toContain(text);
  });
});
