import { expect, test } from "vitest";
import { IdempotentJobs } from "./idempotency.js";

const started = (jid: string) => () => Promise.resolve(jid);

test("a name of a caller cannot run into the key of another", async () => {
  const jobs = new IdempotentJobs(() => 0);
  await jobs.run('a","b', "c", {}, started("1"));

  expect(await jobs.run("a", 'b","c', {}, started("2"))).toEqual({ jid: "2", replayed: false });
});

test("when the memory is full, new keys are refused and old ones still count", async () => {
  let now = 0;
  const jobs = new IdempotentJobs(() => now);
  for (let i = 0; i < 50_000; i++) await jobs.run("a", `key${i}`, {}, started("1"));

  await expect(jobs.run("a", "one-more", {}, started("2"))).rejects.toMatchObject({ code: "master-busy" });
  expect(await jobs.run("a", "key0", {}, started("2"))).toEqual({ jid: "1", replayed: true });
  now = 24 * 3600 * 1000;
  expect(await jobs.run("a", "one-more", {}, started("2"))).toEqual({ jid: "2", replayed: false });
});

test.each(["", "a b", "ü", "x".repeat(256)])("the key %j is refused", async (key) => {
  await expect(new IdempotentJobs(() => 0).run("a", key, {}, started("1"))).rejects.toMatchObject({
    code: "validation",
  });
});
