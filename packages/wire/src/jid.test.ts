import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatJid, isJid, JidSource, jidStartTime, parseJid } from "./jid.js";
import { holds } from "./testing/random.js";

const MOMENT = BigInt(Date.UTC(2024, 0, 31, 23, 59, 59, 123)) * 1000n + 456n;

test("a moment has a job id and a start time", () => {
  expect(formatJid(MOMENT)).toBe("20240131235959123456");
  expect(parseJid("20240131235959123456")).toBe(Date.UTC(2024, 0, 31, 23, 59, 59, 123));
  expect(jidStartTime("20240131235959123456")).toBe("2024, Jan 31 23:59:59.123456");
  expect(jidStartTime("20240131235959123456_4711")).toBe("2024, Jan 31 23:59:59.123456");
});

test.each(["20240131235959123456", "20240131235959123456_4711", "00000000000000000000"])("%s is a job id", (jid) => {
  expect(isJid(jid)).toBe(true);
});

test.each([
  "",
  "req",
  "2024013123595912345",
  "202401312359591234567",
  "20240131235959123456_",
  "20240131235959123456_../x",
  "20240131235959123456\n",
  "２0240131235959123456",
  20_240_131,
  null,
])("%j is none", (jid) => {
  expect(isJid(jid)).toBe(false);
});

test.each(["req", "20240230000000000000", "20241301000000000000", "20240101240000000000", "20240101006000000000"])(
  "%s names no moment",
  (jid) => {
    expect(parseJid(jid)).toBeUndefined();
  },
);

test("a job id without a real month has no start time", () => {
  expect(jidStartTime("20241331235959123456")).toBe("");
  expect(jidStartTime("20240031235959123456")).toBe("");
  expect(jidStartTime("req")).toBe("");
});

test("formatting and parsing agree on every moment with a year of four digits", () => {
  const last = BigInt(Date.UTC(9999, 11, 31, 23, 59, 59, 999)) * 1000n + 999n;
  holds(
    fc.property(fc.bigInt({ min: BigInt(Date.UTC(1, 0, 1)) * 1000n, max: last }), (micros) => {
      const jid = formatJid(micros);
      const floor = micros - (((micros % 1000n) + 1000n) % 1000n);
      return isJid(jid) && parseJid(jid) === Number(floor / 1000n);
    }),
    300,
  );
  expect(() => formatJid(last + 1n)).toThrow(RangeError);
});

describe("a source of job ids", () => {
  test("follows the clock", () => {
    const source = new JidSource(() => MOMENT);
    expect(source.next()).toBe("20240131235959123456");
  });

  test("goes on by a microsecond when the clock stands still or steps back", () => {
    const clock = [MOMENT, MOMENT, MOMENT - 5_000_000n, MOMENT + 10n];
    const source = new JidSource(() => clock.shift() ?? MOMENT);
    const made = [1, 2, 3, 4].map(() => source.next());
    expect(made.map((jid) => jid.slice(-3))).toEqual(["456", "457", "458", "466"]);
  });
});
