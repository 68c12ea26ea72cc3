import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { EventEmitter } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { oaepEncrypt, x931Recover } from "@salina/wire";
import { describe, expect, onTestFinished, test } from "vitest";
import { createRsaOffLoop, type RsaOffLoopOptions } from "./rsa-off-loop.js";
import type { RsaQuestion } from "./rsa-worker.js";

function keyOf(modulusLength: number, passphrase?: string) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const pem = privateKey.export(
    passphrase === undefined
      ? { type: "pkcs1", format: "pem" }
      : { type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase },
  );
  return { pem: pem.toString(), publicKey: createPublicKey(publicKey.export({ type: "spki", format: "pem" })) };
}

const small = keyOf(1024);
const text = (result: { ok: boolean; value?: Uint8Array }) => Buffer.from(result.value ?? []).toString();

/** The real thread, counted, with a hand-moved idle timer. */
function setUp(options: RsaOffLoopOptions = {}) {
  const threads: Worker[] = [];
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const rsa = createRsaOffLoop(small.pem, null, {
    startWorker: (workerData) => {
      const worker = new Worker(new URL("./rsa-worker.js", import.meta.url), { workerData });
      threads.push(worker);
      return worker;
    },
    after: (ms, run) => {
      const timer = { ms, run, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
    ...options,
  });
  onTestFinished(() => rsa.close());
  return { rsa, threads, timers };
}

const box = (plain: string) => oaepEncrypt(small.publicKey, Buffer.from(plain), "OAEP-SHA1");

/** A thread that is told what to do. */
class FakeWorker extends EventEmitter {
  readonly questions: RsaQuestion[] = [];
  postMessage(question: RsaQuestion): void {
    this.questions.push(question);
  }
  unref(): void {}
  terminate(): Promise<number> {
    return Promise.resolve(0);
  }
  answer(): void {
    const question = this.questions.shift();
    this.emit("message", { number: question?.number, result: { ok: true, value: Buffer.from("answer") } });
  }
}

function withFakes(maxTasks: number) {
  const threads: FakeWorker[] = [];
  const rsa = createRsaOffLoop("", null, {
    maxTasks,
    startWorker: () => {
      const fake = new FakeWorker();
      threads.push(fake);
      return fake as unknown as Worker;
    },
  });
  const ask = () => rsa.decryptOaep(new Uint8Array(), "OAEP-SHA1");
  return { rsa, threads, ask };
}

describe("RSA off the event loop", () => {
  test.each(["OAEP-SHA1", "OAEP-SHA224"] as const)("opens a box with %s", async (algorithm) => {
    const { rsa } = setUp();

    expect(text(await rsa.decryptOaep(oaepEncrypt(small.publicKey, Buffer.from("x"), algorithm), algorithm))).toBe("x");
  });

  test("a box for another key, or no box, is a fault and harms nothing", async () => {
    const { rsa, threads } = setUp();

    for (const bad of [new Uint8Array(128), new Uint8Array(), new Uint8Array(5000)]) {
      expect(await rsa.decryptOaep(bad, "OAEP-SHA1")).toMatchObject({ ok: false, fault: { code: "bad-padding" } });
    }
    expect(text(await rsa.decryptOaep(box("still here"), "OAEP-SHA1"))).toBe("still here");
    expect(threads).toHaveLength(1);
  });

  test("signs as minions recover it", async () => {
    const { rsa } = setUp();

    expect(text(x931Recover(small.publicKey, await rsa.signX931(Buffer.from("digest"))))).toBe("digest");
  });

  test("an encrypted key is opened with its passphrase", async () => {
    const { pem, publicKey } = keyOf(1024, "secret");
    const rsa = createRsaOffLoop(pem, "secret");
    onTestFinished(() => rsa.close());

    const result = await rsa.decryptOaep(oaepEncrypt(publicKey, Buffer.from("x"), "OAEP-SHA1"), "OAEP-SHA1");

    expect(text(result)).toBe("x");
  });

  test("the event loop keeps turning while 200 boxes of a 4096 bit key are opened", async () => {
    const { pem, publicKey } = keyOf(4096);
    const rsa = createRsaOffLoop(pem, null);
    onTestFinished(() => rsa.close());
    const large = oaepEncrypt(publicKey, Buffer.from("token"), "OAEP-SHA1");
    let turnsBetweenAnswers = 0;
    let answersAtLastTurn = 0;
    let answers = 0;

    const all = Array.from({ length: 200 }, async () => {
      expect((await rsa.decryptOaep(large, "OAEP-SHA1")).ok).toBe(true);
      answers += 1;
    });
    while (answers < 200) {
      await nextTurn();
      if (answers !== answersAtLastTurn) turnsBetweenAnswers += 1;
      answersAtLastTurn = answers;
    }
    await Promise.all(all);

    // On the loop itself all answers would come within one turn.
    expect(turnsBetweenAnswers).toBeGreaterThan(20);
  });

  test("no thread runs before the first task, and none after an idle minute", async () => {
    const { rsa, threads, timers } = setUp();
    expect(threads).toHaveLength(0);

    await rsa.decryptOaep(box("a"), "OAEP-SHA1");
    const [timer] = timers;
    const [thread] = threads;
    const ended = new Promise((resolve) => thread?.once("exit", resolve));
    timer?.run();
    await ended;

    expect(timer?.ms).toBe(60_000);
    expect(text(await rsa.decryptOaep(box("b"), "OAEP-SHA1"))).toBe("b");
    expect(threads).toHaveLength(2);
  });

  test("a new task stops the idle timer", async () => {
    const { rsa, timers } = setUp();
    await rsa.decryptOaep(box("a"), "OAEP-SHA1");

    await rsa.decryptOaep(box("b"), "OAEP-SHA1");

    expect(timers.map(({ cancelled }) => cancelled)).toEqual([true, false]);
  });

  test("when the thread dies the tasks go to a new one", async () => {
    const { threads, ask } = withFakes(10);
    const results = [ask(), ask()];

    threads[0]?.emit("exit", 1);
    threads[1]?.answer();
    threads[1]?.answer();

    expect((await Promise.all(results)).map(text)).toEqual(["answer", "answer"]);
  });

  test("a task under which two threads die is refused, those behind it are not", async () => {
    const { threads, ask } = withFakes(10);
    const [deadly, harmless] = [ask(), ask()];

    threads[0]?.emit("exit", 1);
    threads[1]?.emit("exit", 1);
    threads[2]?.answer();

    await expect(deadly).rejects.toMatchObject({ code: "internal" });
    expect(text(await harmless)).toBe("answer");
  });

  test("a real thread that is killed is replaced", async () => {
    const { rsa, threads } = setUp();
    await rsa.decryptOaep(box("a"), "OAEP-SHA1");

    await threads[0]?.terminate();

    expect(text(await rsa.decryptOaep(box("b"), "OAEP-SHA1"))).toBe("b");
    expect(threads).toHaveLength(2);
  });

  test("beyond the limit tasks are refused as busy, until others are done", async () => {
    const { threads, ask } = withFakes(2);
    const first = ask();
    void ask().catch(() => {});

    await expect(ask()).rejects.toMatchObject({ code: "master-busy" });
    threads[0]?.answer();
    await first;
    const later = ask();
    threads[0]?.answer();
    threads[0]?.answer();

    expect(text(await later)).toBe("answer");
  });

  test("after closing everything is refused", async () => {
    const { rsa, ask } = withFakes(10);
    const waiting = ask();

    await Promise.all([expect(waiting).rejects.toMatchObject({ code: "shutting-down" }), rsa.close()]);

    await expect(ask()).rejects.toMatchObject({ code: "shutting-down" });
  });
});
