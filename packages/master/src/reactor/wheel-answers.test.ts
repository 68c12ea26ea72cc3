import { decode, encode } from "@salina/wire";
import { expect, test } from "vitest";
import { wheelAnswers } from "./wheel-answers.js";

test("of a wheel function's answer the value counts, and a failure is one", async () => {
  const run = wheelAnswers((fun) =>
    Promise.resolve({ success: fun === "key.list", data: encode(new Map([["return", ["web1"].join()]])) }),
  );
  expect(decode(await run("key.list", encode([]), "Reactor"))).toEqual({ ok: true, value: "web1" });
  await expect(run("key.bad", encode([]), "Reactor")).rejects.toThrow("web1");
});
