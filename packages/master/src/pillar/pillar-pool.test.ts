import { decode, encode, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { HandClock, settle } from "../testing/hand-clock.js";
import type { FromThread, Reply } from "../threads/messages.js";
import type { PillarRequest } from "./options.js";
import { PillarPool } from "./pillar-pool.js";
import type { PackedPillar, ToWorker } from "./worker/messages.js";
import type { PillarThread } from "./worker/start-worker.js";

/** A thread that does what the test says. */
class HandThread implements PillarThread {
  readonly tasks: ToWorker[] = [];
  readonly replies: Reply[] = [];
  ended = false;
  #onMessage: (message: FromThread<PackedPillar>) => void = () => {};
  #onEnd: (reason: string) => void = () => {};

  send(task: ToWorker): void {
    this.tasks.push(task);
  }
  answer(reply: Reply): void {
    this.replies.push(reply);
  }
  listen(onMessage: (message: FromThread<PackedPillar>) => void, onEnd: (reason: string) => void): void {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
  }
  end(): void {
    this.ended = true;
  }
  say(message: FromThread<PackedPillar>): void {
    this.#onMessage(message);
  }
  done(value: number): void {
    const { number } = this.tasks.at(-1) ?? { number: 0 };
    this.say({ kind: "done", number, done: { pillar: encode(new Map([["x", value]])), errors: [], warnings: [] } });
  }
  die(reason: string): void {
    this.#onEnd(reason);
  }
}

function bench(more: { readonly threads?: number; readonly maxWaiting?: number } = {}) {
  const clock = new HandClock();
  const threads: HandThread[] = [];
  const pool = new PillarPool({
    clock,
    start: () => {
      const thread = new HandThread();
      threads.push(thread);
      return thread;
    },
    threads: more.threads ?? 1,
    limitMs: 1000,
    maxWaiting: more.maxWaiting ?? 10,
    idleMs: 5000,
    answer: (question) => (question === "bad" ? Promise.reject(new Error("no")) : Promise.resolve(`re: ${question}`)),
  });
  const ask = (id: string): PillarRequest => ({
    id,
    grains: new Map(),
    saltenv: null,
    pillarenv: null,
    override: null,
  });
  return { clock, threads, pool, ask };
}

describe("pillars are made in threads", () => {
  test("one after the other, in the order in which they were asked for", async () => {
    const { pool, threads, ask } = bench();
    const first = pool.make(ask("a"));
    const second = pool.make(ask("b"));
    expect(threads.map(({ tasks }) => tasks.map(({ id }) => id))).toEqual([["a"]]);

    threads[0]?.done(1);
    threads[0]?.done(2);

    expect((await first).pillar).toEqual(new Map([["x", 1]]));
    expect((await second).pillar).toEqual(new Map([["x", 2]]));
    expect(threads).toHaveLength(1);
  });

  test("no more at once than there may be threads", () => {
    const { pool, threads, ask } = bench({ threads: 2 });
    for (const id of ["a", "b", "c"]) pool.make(ask(id));
    expect(threads.map(({ tasks }) => tasks.length)).toEqual([1, 1]);
    expect(pool.waiting).toBe(1);
  });

  test("one that takes too long is given up with the file that it was at, and the next gets a new thread", async () => {
    const { pool, threads, ask, clock } = bench();
    const slow = pool.make(ask("a"));
    const next = pool.make(ask("b"));
    threads[0]?.say({ kind: "working", file: "/srv/pillar/slow.sls" });
    await clock.advance(1000);
    threads[1]?.done(2);

    expect((await slow).errors).toEqual(["it took longer than 1 s, at /srv/pillar/slow.sls"]);
    expect((await slow).pillar.get("_errors")).toHaveLength(1);
    expect(threads[0]?.ended).toBe(true);
    expect((await next).pillar).toEqual(new Map([["x", 2]]));
  });

  test("a thread that dies takes only its own pillar with it", async () => {
    const { pool, threads, ask } = bench();
    const first = pool.make(ask("a"));
    const second = pool.make(ask("b"));
    threads[0]?.die("out of memory");
    threads[1]?.done(2);

    expect((await first).errors).toEqual(["out of memory"]);
    expect((await second).errors).toEqual([]);
  });

  test("what comes late from a thread that was given up counts for nobody", async () => {
    const { pool, threads, ask, clock } = bench();
    const slow = pool.make(ask("a"));
    await clock.advance(1000);
    const next = pool.make(ask("b"));
    threads[0]?.done(1);
    threads[1]?.done(2);
    expect((await slow).errors).toHaveLength(1);
    expect((await next).pillar.get("x")).toBe(2);
  });

  test("beyond its limit nobody waits", async () => {
    const { pool, ask } = bench({ maxWaiting: 1 });
    pool.make(ask("a"));
    pool.make(ask("b"));
    const refused = await pool.make(ask("c"));
    expect(refused.errors[0]).toContain("the master is busy");
    expect(refused.pillar.has("_errors")).toBe(true);
  });

  test("an idle thread ends, and there is another with the next pillar", async () => {
    const { pool, threads, ask, clock } = bench();
    pool.make(ask("a"));
    threads[0]?.done(1);
    await clock.advance(5000);
    expect(threads[0]?.ended).toBe(true);
    pool.make(ask("b"));
    expect(threads).toHaveLength(2);
  });

  test("a question of a template is answered, a refusal too", async () => {
    const { pool, threads, ask } = bench();
    pool.make(ask("a"));
    for (const question of ["mine.get", "bad"]) {
      threads[0]?.say({ kind: "question", question, given: encode(new Map()) });
    }
    await settle();
    const [good, bad] = threads[0]?.replies ?? [];
    expect(good && "value" in good && decode(good.value)).toEqual({ ok: true, value: "re: mine.get" satisfies Value });
    expect(bad).toEqual({ failed: "no" });
  });

  test("who waits when the master stops hears so", async () => {
    const { pool, ask } = bench();
    const all = [pool.make(ask("a")), pool.make(ask("b"))];
    pool.close();
    for (const one of all) expect((await one).errors).toEqual(["the master is stopping"]);
    expect((await pool.make(ask("c"))).errors).toEqual(["the master is stopping"]);
  });
});
