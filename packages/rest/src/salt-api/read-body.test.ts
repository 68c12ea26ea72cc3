import fc from "fast-check";
import { expect, test } from "vitest";
import { chunksOf, readBody } from "./read-body.js";
import { Refusal } from "./refusal.js";

const types = [
  undefined,
  "",
  "application/json",
  "application/json; charset=utf-8",
  "application/x-yaml",
  "text/yaml",
  "application/x-www-form-urlencoded",
  "text/plain;charset=UTF-8",
  "multipart/form-data",
];

test("whatever comes in is read, or refused with 400 or 406", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.json(),
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      "{",
      "[".repeat(100_000),
      '{"__proto__": {"x": 1}}',
      "&lol",
      "a: &a [*a]",
      "%00=%zz",
      "arg=1&arg=[1",
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...types), text, (type, body) => {
      try {
        chunksOf(readBody(type, body));
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        expect([400, 406]).toContain((error as Refusal).status);
      }
    }),
    { numRuns: 2000 },
  );
});

test("keys that mean something to JavaScript are keys like others", () => {
  const [chunk] = chunksOf(readBody("application/json", '{"__proto__": {"client": "local"}, "constructor": 1}'));
  expect([...(chunk ?? [])].map(([key]) => key)).toEqual(["__proto__", "constructor"]);
  expect(chunk?.get("client")).toBeUndefined();
});

test("a body that is nested too deeply is refused, however it is written", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  for (const type of ["application/json", "text/plain", "application/x-yaml"])
    expect(() => chunksOf(readBody(type, deep))).toThrow(Refusal);
});
