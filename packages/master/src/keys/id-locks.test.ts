import { describe, expect, test } from "vitest";
import { IdLocks } from "./id-locks.js";

function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("locks by id", () => {
  test("work of one id runs in the order of asking, never two at once", async () => {
    const locks = new IdLocks();
    const first = gate();
    const seen: string[] = [];

    const a = locks.run("web1", async () => {
      seen.push("a begins");
      await first.opened;
      seen.push("a ends");
    });
    const b = locks.run("web1", () => {
      seen.push("b");
      return Promise.resolve();
    });
    first.open();
    await Promise.all([a, b]);

    expect(seen).toEqual(["a begins", "a ends", "b"]);
  });

  test("another id does not wait", async () => {
    const locks = new IdLocks();
    const first = gate();
    const slow = locks.run("web1", () => first.opened);

    expect(await locks.run("web2", () => Promise.resolve(2))).toBe(2);

    first.open();
    await slow;
  });

  test("a failure reaches its caller and not the next in line", async () => {
    const locks = new IdLocks();

    const failing = locks.run("web1", () => Promise.reject(new Error("disk")));
    const next = locks.run("web1", () => Promise.resolve("fine"));

    await expect(failing).rejects.toThrow("disk");
    expect(await next).toBe("fine");
  });

  test("nothing is kept of an id whose work is done", async () => {
    const locks = new IdLocks();

    await locks.run("web1", () => Promise.resolve());
    await Promise.resolve();

    expect(locks.size).toBe(0);
  });
});
