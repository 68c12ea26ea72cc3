import { expect, test } from "vitest";
import { SendQueue } from "./send-queue.js";

test("sends run one at a time, in the order of the calls, and a failed one holds up nobody", async () => {
  let running = 0;
  const sent: number[] = [];
  const queue = new SendQueue<number>(async (message) => {
    expect(++running).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (message === 2) throw new Error("no");
    sent.push(message);
  });

  const results = await Promise.allSettled([1, 2, 3, 4].map((message) => queue.push(message)));

  expect(sent).toEqual([1, 3, 4]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
});
