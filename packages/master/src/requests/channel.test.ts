import { decode, type Era, encode, minionToken, openReply, requestFrame, sealLoad, type Value } from "@salina/wire";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BenchMinion, type ChannelBench, channelBench } from "../testing/channel-bench.js";

let bench: ChannelBench;
beforeEach(async () => {
  bench = await channelBench();
  bench.acceptKey("web1");
});
afterEach(() => bench.remove());

const badLoad = encode("bad load");
const echo = (say: Value) =>
  new Map<Value, Value>([
    ["cmd", "echo"],
    ["say", say],
  ]);

async function minion(era: Era, id = "web1") {
  const made = new BenchMinion(bench, id, era);
  await made.authenticate();
  return made;
}

describe.each([0, 2, 3] as const)("a minion of era %i", (era) => {
  test("is let in and served", async () => {
    const web1 = await minion(era);
    const nonce = "0123456789abcdef0123456789abcdef";

    const reply = await bench.send(web1.request(echo("hello"), nonce));

    const opened = openReply(reply ?? new Uint8Array(), web1.crypticle, era === 0 ? undefined : nonce);
    expect(opened.ok && decode(opened.value)).toEqual({ ok: true, value: "hello" });
    expect(bench.asked[0]?.from).toMatchObject({ id: "web1", era });
  });

  test("waits while its key is not accepted", async () => {
    expect(await new BenchMinion(bench, "stranger", era).authenticate()).toEqual({ kind: "refused", ret: true });
  });

  test("is told `bad load` as soon as its key is gone", async () => {
    const web1 = await minion(era);
    bench.removeKey("web1");

    expect(await bench.send(web1.request(echo("hello")))).toEqual(badLoad);
    expect(bench.asked).toEqual([]);
  });

  test("is told `bad load` for any changed bit, and any cut, of its message", async () => {
    const web1 = await minion(era);
    const message = web1.request(echo("hello"));
    const box = web1.crypticle.seal(Buffer.from("pickle::x"));
    for (let at = 0; at < box.length; at++) {
      const flipped = Uint8Array.from(box);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const frame = requestFrame("aes", flipped, era, new Map(era === 3 ? [["id", "web1"]] : []));
      expect(await bench.send(frame)).toEqual(badLoad);
    }
    for (let length = 0; length < message.length; length++) {
      const reply = await bench.send(message.subarray(0, length));
      expect(decode(reply ?? new Uint8Array())).toEqual({ ok: true, value: expect.anything() });
    }
    expect(bench.asked).toEqual([]);
  });
});

test("the first sign of a minion is on disk before it is answered, later ones are written by and by", async () => {
  const written: string[] = [];
  const { minions } = bench.store;
  const [seen, seenNow] = [minions.seen.bind(minions), minions.seenNow.bind(minions)];
  Object.assign(minions, {
    seen: (...args: Parameters<typeof seen>) => {
      written.push("later");
      seen(...args);
    },
    seenNow: async (...args: Parameters<typeof seenNow>) => {
      await seenNow(...args);
      written.push("now");
    },
  });
  const web1 = await minion(3);

  for (const _ of [1, 2]) await bench.send(web1.request(echo("hello")));

  expect(written).toEqual(["now", "later"]);
});

test("after a rotation an old key opens nothing, and a new authentication opens everything", async () => {
  const web1 = await minion(2);
  bench.secrets.rotate();
  await bench.clock.advance(1000);

  expect(await bench.send(web1.request(echo("before")))).toEqual(badLoad);
  await web1.authenticate();
  expect(await bench.send(web1.request(echo("after")))).not.toEqual(badLoad);
  expect(bench.asked.map(({ load }) => load.get("say"))).toEqual(["after"]);
});

test("who uses the old key right after a rotation is told when the jobs under that key have arrived", async () => {
  const web1 = await minion(0);
  bench.secrets.rotate();
  let told: Uint8Array | null = null;
  const telling = bench.send(web1.request(echo("return"))).then((reply) => {
    told = reply;
  });

  await bench.clock.advance(499);
  expect(told).toBeNull();
  await bench.clock.advance(1);
  await telling;
  expect(told).toEqual(badLoad);
  expect(bench.asked).toEqual([]);
});

test("a rotation of the shared key costs a minion of era 3 nothing", async () => {
  const web1 = await minion(3);
  bench.secrets.rotate();

  expect(await bench.send(web1.request(echo("still here")))).not.toEqual(badLoad);
});

describe("a forged message", () => {
  test("of era 3 under another minion's session key is refused", async () => {
    bench.acceptKey("web2");
    const web1 = await minion(3);
    const web2 = await minion(3, "web2");
    web2.session = web1.session;

    expect(await bench.send(web2.request(echo("forged")))).toEqual(badLoad);
    expect(bench.counters.get("request.bad-box")).toBe(1);
  });

  test("of era 3 whose load names another id is refused", async () => {
    bench.acceptKey("web2");
    const web1 = await minion(3);
    const load = new Map<Value, Value>([...echo("forged"), ["id", "web2"], ["tok", minionToken(web1.privateKey)]]);
    const frame = requestFrame("aes", sealLoad(web1.crypticle, encode(load)), 3, new Map([["id", "web1"]]));

    expect(await bench.send(frame)).toEqual(badLoad);
    expect(bench.counters.get("request.id-mismatch")).toBe(1);
  });

  test("with a token of another key is refused in every era", async () => {
    bench.acceptKey("web2", "minion2018.pub");
    for (const era of [0, 2] as const) {
      const web1 = await minion(era);
      const load = new Map<Value, Value>([...echo("forged"), ["id", "web2"], ["tok", minionToken(web1.privateKey)]]);
      const frame = requestFrame("aes", sealLoad(web1.crypticle, encode(load)), era);

      expect(await bench.send(frame)).toEqual(badLoad);
    }
    expect(bench.counters.get("request.bad-token")).toBe(2);
    expect(bench.asked).toEqual([]);
  });

  test("below the era that a minion has proven is refused, until its key is deleted", async () => {
    const now = await minion(3);
    await bench.send(now.request(echo("proof")));
    const forged = new BenchMinion(bench, "web1", 2);

    expect(await forged.authenticate()).toEqual({ kind: "refused", ret: false });
    forged.shared = bench.secrets.shared.crypticle;
    expect(await bench.send(forged.request(echo("forged")))).toEqual(badLoad);
    expect(bench.counters.get("request.era-downgrade")).toBe(1);

    await bench.eras.forget("web1");
    expect(await forged.authenticate()).toMatchObject({ kind: "accepted" });
  });

  test("`_auth` of a higher era with a known public key does not lock out a minion of a lower one", async () => {
    const old = await minion(0);
    await new BenchMinion(bench, "web1", 3).authenticate();

    expect(await bench.send(old.request(echo("still served")))).not.toEqual(badLoad);
  });
});

const map = (...entries: [Value, Value][]) => encode(new Map<Value, Value>(entries));
const clear = (load: Value, version: Value = 2) => map(["enc", "clear"], ["load", load], ["version", version]);

describe("what is no request", () => {
  test.each<[string, Uint8Array, Value, string]>([
    ["no bytes", new Uint8Array(), new Map([["msg", "bad load"]]), "request.not-msgpack"],
    ["a TLS hello", Buffer.from("160301020001000001fc0303", "hex"), "bad load", ""],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n"), "bad load", ""],
    ["a number", encode(7), "bad load", "request.not-an-envelope"],
    ["a list", encode([1, 2]), "bad load", "request.not-an-envelope"],
    ["an empty map", map(), "bad load", "request.not-an-envelope"],
    ["an unknown enc", map(["enc", "rot13"], ["load", "x"]), "bad load", "request.not-an-envelope"],
    [
      "an encrypted load that is a map",
      map(["enc", "aes"], ["load", new Map()]),
      "bad load",
      "request.not-an-envelope",
    ],
    ["a clear load that is a list", clear([]), "payload and load must be a dict", "request.not-an-envelope"],
    ["an unknown clear command", clear(new Map([["cmd", "publish"]])), new Map(), "request.unknown-command"],
    ["a private name as command", clear(new Map([["cmd", "__init__"]])), new Map(), "request.unknown-command"],
    ["a command that is a map", clear(new Map([["cmd", new Map()]])), new Map(), "request.unknown-command"],
    [
      "era 3 without an id",
      map(["enc", "aes"], ["load", Buffer.alloc(64, 0xff)], ["version", 3]),
      "bad load",
      "request.not-an-envelope",
    ],
    [
      "a box under a wrong key",
      map(["enc", "aes"], ["load", Buffer.alloc(96, 0xff)], ["version", 2]),
      "bad load",
      "request.bad-box",
    ],
    [
      "an unknown era 3 minion",
      map(["enc", "aes"], ["load", Buffer.alloc(96, 0xff)], ["version", 3], ["id", "nobody"]),
      "bad load",
      "request.unknown-key",
    ],
  ])("%s gets the answer that stock gives, and a count", async (_what, body, answer, counter) => {
    const reply = await bench.send(body);

    const read = decode(reply ?? new Uint8Array());
    if (counter) expect(read).toEqual({ ok: true, value: answer });
    expect(reply).not.toBeNull();
    if (counter) expect(bench.counters.get(counter)).toBe(1);
    expect(bench.logged.filter(({ level }) => level === 40 || level === "warn")).toHaveLength(1);
    expect(bench.asked).toEqual([]);
  });

  test("a clear message above the limit is refused unread", async () => {
    await bench.send(clear(new Map([["cmd", "x".repeat(70_000)]])));

    expect(bench.counters.get("request.too-large")).toBe(1);
  });

  test("deep nesting is refused without an exception", async () => {
    const reply = await bench.send(Buffer.concat([Buffer.alloc(60_000, 0x91), Buffer.of(0xc0)]));

    expect(reply).not.toBeNull();
    expect(bench.asked).toEqual([]);
  });

  test("a message that no REQ socket frames is refused", async () => {
    expect(await bench.channel.answer({ body: clear(new Map([["cmd", "ping"]])), wellFramed: false })).toEqual(badLoad);
  });

  test("identical refusals make one log line in ten seconds, then one with their number", async () => {
    for (let n = 0; n < 5; n++) await bench.send(encode(n));
    expect(bench.logged).toHaveLength(1);

    await bench.clock.advance(10_000);
    await bench.send(encode(5));
    expect(bench.logged[1]).toMatchObject({ andMore: 4 });
  });

  test("no bytes at all are left without an answer, and none reaches a command", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 512 }), async (body) => {
        expect(await bench.send(body)).toBeInstanceOf(Uint8Array);
      }),
      { numRuns: 500 },
    );
    expect(bench.asked).toEqual([]);
  });
});

test("a command that fails is answered in plain text, logged and counted", async () => {
  const web1 = await minion(2);
  bench.answerWith(() => Promise.reject(new Error("disk on fire")));

  const reply = await bench.send(web1.request(echo("x")));

  expect(decode(reply ?? new Uint8Array())).toEqual({ ok: true, value: "Some exception handling minion payload" });
  expect(bench.counters.get("request.handler-failed")).toBe(1);
});

test("a command may leave a request without an answer, so that the minion asks again", async () => {
  const web1 = await minion(2);
  bench.answerWith(() => Promise.resolve({ kind: "silence" }));

  expect(await bench.send(web1.request(echo("x")))).toBeNull();
});

test("below `minimum_auth_version` nothing is served", async () => {
  const strict = await channelBench({ minimumAuthVersion: 3 });
  const reply = await strict.send(clear(new Map([["cmd", "_auth"]])));

  expect(reply).toEqual(badLoad);
  expect(strict.counters.get("request.era-too-low")).toBe(1);
  strict.remove();
});

test("neither a key nor a token nor a payload gets into the log", async () => {
  const web1 = await minion(3);
  await bench.send(web1.request(echo("canary-payload")));
  await bench.send(
    requestFrame("aes", web1.crypticle.seal(Buffer.from("canary-payload")), 3, new Map([["id", "web1"]])),
  );

  const text = JSON.stringify(bench.logged);
  for (const secret of ["canary-payload", bench.secrets.shared.text, web1.publicKeyText.split("\n")[1] ?? "?"])
    expect(text).not.toContain(secret);
});
