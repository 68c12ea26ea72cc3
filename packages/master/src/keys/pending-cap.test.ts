import { describe, expect, test } from "vitest";
import { createPendingCap } from "./pending-cap.js";

function setUp(max: number, stored: number) {
  const world = { nowMs: 0, stored, counts: 0 };
  const cap = createPendingCap({
    max,
    count: () => {
      world.counts += 1;
      return Promise.resolve(world.stored);
    },
    nowMs: () => world.nowMs,
  });
  return { world, cap };
}

describe("the limit of waiting keys", () => {
  test("it is reached by what is stored and by what was added since", async () => {
    const { cap } = setUp(3, 2);

    expect(await cap.reached()).toBe(false);
    cap.added();
    expect(await cap.reached()).toBe(true);
  });

  test("the directory is counted once a second, however many ask", async () => {
    const { world, cap } = setUp(3, 3);

    await Promise.all([cap.reached(), cap.reached(), cap.reached()]);
    world.nowMs = 999;
    await cap.reached();

    expect(world.counts).toBe(1);
  });

  test("keys that were accepted or deleted make room", async () => {
    const { world, cap } = setUp(3, 3);
    expect(await cap.reached()).toBe(true);

    world.stored = 1;
    world.nowMs = 1000;

    expect(await cap.reached()).toBe(false);
  });

  test("0 means no limit and no counting", async () => {
    const { world, cap } = setUp(0, 100);

    expect(await cap.reached()).toBe(false);
    expect(world.counts).toBe(0);
  });
});
