import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { SecretValues } from "./secret-values.js";

let values: SecretValues;
beforeEach(() => {
  values = new SecretValues();
});
const found = (text: string) => values.foundIn(Buffer.from(text));

test("a secret is found wherever it stands, the longest first", () => {
  values.replace("node1", ["hunter2hunter2", "hunter2hunter2-and-more"]);
  expect(found("a hunter2hunter2-and-more b")).toEqual(["hunter2hunter2-and-more", "hunter2hunter2"]);
  expect(found("hunter2hunter")).toEqual([]);
  expect(found("")).toEqual([]);
});

test("what one minion has no more stays a secret of another one", () => {
  values.replace("node1", ["hunter2hunter2", "only-of-node1"]);
  values.replace("node2", ["hunter2hunter2"]);
  values.replace("node1", []);
  expect(found("hunter2hunter2 only-of-node1")).toEqual(["hunter2hunter2"]);
  values.replace("node2", ["another-one"]);
  expect(found("hunter2hunter2 only-of-node1")).toEqual([]);
  expect(values.size).toBe(1);
});

test("short ones are not looked for: they stand in too many places", () => {
  values.replace("node1", ["root", "1234567", "  short  "]);
  expect(values.size).toBe(0);
});

test("it is found as JSON writes it, and long lines of several are found alone", () => {
  values.replace("node1", [
    'with "quotes" inside',
    "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nAQEF\n-----END KEY-----\n",
  ]);
  expect(found(JSON.stringify({ a: 'with "quotes" inside' }))).toEqual(['with \\"quotes\\" inside']);
  expect(found("diff: +MIIEvQIBADANBgkqhkiG9w0")).toEqual(["MIIEvQIBADANBgkqhkiG9w0"]);
  expect(found("-----BEGIN KEY-----")).toEqual([]);
});

test("whatever the secret and the text around it, it is found; what is not there is not", () => {
  const secret = fc.string({ minLength: 8, unit: "binary" }).filter((text) => text.trim() === text && text.length >= 8);
  fc.assert(
    fc.property(secret, fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (one, before, after) => {
      const fresh = new SecretValues();
      fresh.replace("node1", [one]);
      const around = Buffer.from(before + one + after);
      const texts = fresh.foundIn(around);
      expect(texts).toContain(Buffer.from(one).toString());
      for (const text of texts) expect(around.includes(text)).toBe(true);
      expect(fresh.foundIn(Buffer.from(before)).every((text) => before.includes(text))).toBe(true);
    }),
  );
});
