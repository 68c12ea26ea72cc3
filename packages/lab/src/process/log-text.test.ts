import { expect, test } from "vitest";
import { LogText } from "./log-text.js";

test("a line that is already written is found at once, and one that comes later when it comes", async () => {
  const log = new LogText();
  log.append("one\n");

  const later = log.waitFor(/t(w)o/, 5_000);
  log.append("tw");
  log.append("o\n");

  expect((await log.waitFor(/one/, 5_000))[0]).toBe("one");
  expect((await later)[1]).toBe("w");
});

test("waiting from the end does not see what was written before", async () => {
  const log = new LogText();
  log.append("ready\n");

  const again = log.waitFor(/ready/, 5_000, log.end);
  let seen = false;
  const noted = again.then(() => {
    seen = true;
  });
  await Promise.resolve();
  expect(seen).toBe(false);
  log.append("ready\n");

  await noted;
});

test("one who waits hears that the writer has ended, with its last lines", async () => {
  const log = new LogText();
  const waiting = log.waitFor(/never/, 5_000);

  log.append("port in use\n");
  log.close("ended with code 1");

  await expect(waiting).rejects.toThrow(/ended with code 1 before it wrote \/never\/.*port in use/s);
  await expect(log.waitFor(/never/, 5_000)).rejects.toThrow(/ended with code 1 without/);
});

test("one who waits too long hears what was awaited", async () => {
  await expect(new LogText().waitFor(/never/, 1)).rejects.toThrow("no /never/ within 0.001 s");
});

test("a pattern with the global flag finds the same line twice", async () => {
  const log = new LogText();
  log.append("x\n");
  const pattern = /x/g;

  await log.waitFor(pattern, 100);
  await log.waitFor(pattern, 100);
});
