import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { FakeDaemon, job, result } from "../testing/fake-daemon.js";

const bundle = resolve(import.meta.dirname, "../../bundle/salt.mjs");
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

interface Ended {
  readonly code: number | null;
  readonly bytes: number;
  readonly stderr: string;
}

function start(argv: readonly string[], socket: string): ChildProcess {
  const env = { ...process.env, SALINA_SOCKET: socket };
  return spawn(process.execPath, [join(import.meta.dirname, "salt.js"), "-c", "/", ...argv], { env });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stderr = "";
  let bytes = 0;
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdout?.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, bytes, stderr };
}

test("a hundred megabytes of one minion are shown whole", async () => {
  const line = `${"x".repeat(999)}\n`;
  await using daemon = await new FakeDaemon({ "jobs.run": job([result("web1", line.repeat(100_000))]) }).start();
  const ran = await ended(start(["--out=newline_values_only", "*", "x.y"], daemon.path));
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.bytes).toBe(100_000_000);
}, 60_000);

test("a reader that closes the pipe early ends the command without a word", async () => {
  const many = Array.from({ length: 2000 }, (_, number) => result(`web${number}`, "x".repeat(10_000)));
  await using daemon = await new FakeDaemon({ "jobs.run": job(many) }).start();
  const child = start(["*", "x.y"], daemon.path);
  child.stdout?.once("data", () => child.stdout?.destroy());
  expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
});

test("a master that is not there is named in one line", async () => {
  const ran = await ended(start(["*", "test.ping"], "/nonexistent/s"));
  expect(ran.code).toBe(0);
  expect(ran.stderr).toBe("[ERROR   ] No master answers at /nonexistent/s: connect ENOENT /nonexistent/s\n");
});

test("a master that answers with garbage is named in one line", async () => {
  await using daemon = await new FakeDaemon({}).start();
  const path = `${daemon.path}2`;
  const server = createServer((socket) => socket.end(Buffer.alloc(64, 0xff)));
  server.listen(path);
  await once(server, "listening");
  try {
    const ran = await ended(start(["*", "test.ping"], path));
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(
      /^\[ERROR {3}\] No master answers at [^\n]*: local socket: a frame announces \d+ bytes\n$/,
    );
  } finally {
    server.close();
  }
});

test.skipIf(!isRoot || !existsSync(bundle))(
  "who may not open the socket is told so (only root can try, with the bundle)",
  async () => {
    await using daemon = await new FakeDaemon({ "jobs.run": job([]) }).start();
    // Another account need not be able to read the checkout.
    const program = join(daemon.dir, "salt.mjs");
    copyFileSync(bundle, program);
    chmodSync(daemon.dir, 0o755);
    chmodSync(daemon.path, 0o600);
    const env = { PATH: process.env["PATH"], SALINA_SOCKET: daemon.path, HOME: "/" };
    const ran = await ended(
      spawn(process.execPath, [program, "-c", "/", "*", "test.ping"], { env, uid: nobody, cwd: "/" }),
    );
    expect(ran.stderr).toMatch(/^No permission to talk to the master at [^\n]*: connect EACCES [^\n]*\n$/);
    expect(ran).toMatchObject({ code: 2, bytes: 0 });
  },
);
