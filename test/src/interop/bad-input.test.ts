import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { decode, encode, type Value } from "@salina/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dealer, Request } from "zeromq";
import { askDaemon } from "../support/ask-daemon.js";
import { TestBench } from "./test-bench.js";

// Against the real ports, beside a real minion that must not notice.
let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.make();
  await bench.startMaster({ extraConfig: { auto_accept: true } });
  await bench.isReady(await bench.startMinion("good"));
});

afterAll(() => bench.end());

const endpoint = () => `tcp://127.0.0.1:${bench.master.requestPort}`;

async function ask(body: Uint8Array): Promise<Value> {
  const socket = new Request({ linger: 0, receiveTimeout: 5000 });
  socket.connect(endpoint());
  try {
    await socket.send(body);
    const [reply] = await socket.receive();
    const read = decode(reply ?? new Uint8Array());
    if (!read.ok) throw new Error(`an answer that is not msgpack: ${read.fault.text}`);
    return read.value;
  } finally {
    socket.close();
  }
}

/** Everything that must not change: keys, sessions and config, names and contents. */
async function digest(): Promise<string> {
  const hash = createHash("sha256");
  for (const directory of ["pki", "etc", "cache/sessions"]) {
    const root = join(bench.masterRoot, directory);
    for (const name of (await readdir(root, { recursive: true })).sort()) {
      const file = join(root, name);
      if ((await stat(file)).isFile()) hash.update(name).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

const counters = async () => (await askDaemon(bench.master.socketPath, "status", null)).counters;
const map = (entries: Record<string, Value>) => new Map<Value, Value>(Object.entries(entries));
const deep = Buffer.concat([Buffer.alloc(50_000, 0x91), Buffer.of(0xc0)]);

test.each<[string, () => Uint8Array, Value, string]>([
  ["random bytes", () => Buffer.from("c1c1c1c1", "hex"), map({ msg: "bad load" }), "request.not-msgpack"],
  ["deep nesting", () => deep, "bad load", "request.not-an-envelope"],
  ["a wrong type", () => encode(map({ enc: 7, load: [] })), "bad load", "request.not-an-envelope"],
  [
    "a wrong key",
    () => encode(map({ enc: "aes", load: Buffer.alloc(96, 0xff), version: 2 })),
    "bad load",
    "request.bad-box",
  ],
  [
    "a wrong era",
    () => encode(map({ enc: "aes", load: Buffer.alloc(96, 0xff), version: 3, id: "good" })),
    "bad load",
    "request.bad-box",
  ],
  [
    "an unknown command",
    () => encode(map({ enc: "clear", load: map({ cmd: "wheel" }) })),
    new Map(),
    "request.unknown-command",
  ],
])("%s is answered as stock answers it, counted, and changes nothing", async (_what, body, answer, counter) => {
  const [before, count] = [await digest(), (await counters())[counter] ?? 0];

  const got = await ask(body());

  // Deep nesting may be noticed before or after the outermost value is known to be no map.
  if (counter !== "request.not-an-envelope") expect(got).toEqual(answer);
  else
    expect(["bad load", JSON.stringify([["msg", "bad load"]])]).toContain(
      got instanceof Map ? JSON.stringify([...got]) : got,
    );
  const after = await counters();
  expect((after[counter] ?? 0) + (after["request.not-msgpack"] ?? 0)).toBeGreaterThan(count);
  expect(await digest()).toBe(before);
  expect(await bench.ping("good")).toEqual(["good"]);
});

test("two thousand random frames leave no trace but their count", async () => {
  const before = await digest();
  const socket = new Dealer({ linger: 0, receiveTimeout: 10_000 });
  socket.connect(endpoint());
  let answers = 0;
  for (let batch = 0; batch < 20; batch++) {
    for (let n = 0; n < 100; n++) await socket.send(["", randomBytes(1 + ((batch * 100 + n) % 300))]);
    for (let n = 0; n < 100; n++) {
      await socket.receive();
      answers++;
    }
  }
  socket.close();

  expect(answers).toBe(2000);
  expect(await digest()).toBe(before);
  expect(await bench.ping("good")).toEqual(["good"]);
});

test("frames that no REQ socket sends get one refusal", async () => {
  const socket = new Dealer({ linger: 0, receiveTimeout: 5000 });
  socket.connect(endpoint());
  for (const frames of [["x"], ["", "a", "b"], ["no delimiter", "x"]]) {
    await socket.send(frames);
    const reply = await socket.receive();
    expect(decode(reply.at(-1) ?? new Uint8Array())).toEqual({ ok: true, value: "bad load" });
  }
  socket.close();
});

test.each([
  ["an HTTP request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["a TLS hello", Buffer.from("16030100c8010000c40303", "hex")],
  ["half a greeting of ZeroMQ", Buffer.from("ff00000000000000017f03", "hex")],
])("%s on either port disturbs nobody", async (_what, bytes) => {
  for (const port of [bench.master.requestPort, bench.master.publishPort]) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write(bytes);
    // While that connection hangs there, and after it is gone.
    expect(await bench.ping("good")).toEqual(["good"]);
    socket.destroy();
  }
  expect(await bench.ping("good")).toEqual(["good"]);
});
