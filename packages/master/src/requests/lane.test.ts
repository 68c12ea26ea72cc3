import { expect, test } from "vitest";
import { Lane } from "./lane.js";

test("a lane runs as many tasks as it is wide, lets its depth wait, and turns the rest away", async () => {
  const lane = new Lane(2, 1);
  const release: (() => void)[] = [];
  const task = () => new Promise<string>((resolve) => release.push(() => resolve("done")));

  const [first, second, third, fourth] = [lane.run(task), lane.run(task), lane.run(task), lane.run(task)];
  expect(release).toHaveLength(2);
  expect(await fourth).toBeNull();

  release[0]?.();
  expect(await first).toBe("done");
  await Promise.resolve();
  expect(release).toHaveLength(3);
  release[1]?.();
  release[2]?.();
  expect(await Promise.all([second, third])).toEqual(["done", "done"]);
});

test("a task that fails frees its place", async () => {
  const lane = new Lane(1, 0);

  await expect(lane.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");

  expect(await lane.run(() => Promise.resolve(1))).toBe(1);
});
