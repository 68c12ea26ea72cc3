import { decode, encode, toJson, toValue, type Value } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { Counters } from "../status/counters.js";
import { isRedacted, marker, Redactor } from "./redactor.js";

let counters: Counters;
let redactor: Redactor;
beforeEach(() => {
  counters = new Counters();
  redactor = new Redactor(["shadow.*"], counters);
});

const packed = (value: unknown) => encode(toValue(value));
const shown = (bytes: Uint8Array) => {
  const read = decode(bytes);
  return read.ok ? toJson(read.value) : undefined;
};
const token = "SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx";

describe("redaction", () => {
  test("hides all arguments of a secret function; the names of keywords stay", () => {
    const arg = redactor.arguments("shadow.set_password", packed(["root", "$6$x", { __kwarg__: true, use: "y" }]));
    expect(shown(arg)).toEqual([marker, marker, { __kwarg__: true, use: marker }]);
    expect(isRedacted(arg)).toBe(true);
    expect(counters.all()["redactions"]).toBe(1);
  });

  test("hides what a secret function gives, but not whether it went well", () => {
    expect(shown(redactor.result("shadow.gen_password", packed("$6$abc")))).toBe(marker);
    expect(shown(redactor.result("shadow.set_password", packed(true)))).toBe(true);
  });

  test("leaves other jobs as they are, to the byte", () => {
    const arg = packed(["password"]);
    expect(redactor.arguments("cmd.run", arg)).toBe(arg);
    expect(redactor.result("cmd.run", arg)).toBe(arg);
    expect(counters.all()["redactions"]).toBeUndefined();
  });

  test("of a job with several functions only the secret ones are hidden", () => {
    const funs = ["test.arg", "shadow.gen_password"];
    expect(shown(redactor.arguments(funs, packed([["a"], ["b"]])))).toEqual([["a"], [marker]]);
    const answer: Value = new Map([
      ["test.arg", "a"],
      ["shadow.gen_password", "x"],
    ]);
    expect(shown(redactor.result(funs, encode(answer)))).toEqual({ "test.arg": "a", "shadow.gen_password": marker });
  });

  test("hides tokens of a swarm wherever they stand", () => {
    const text = `docker swarm join --token ${token} node1:2377`;
    expect(shown(redactor.arguments("cmd.run", packed([text])))).toEqual([
      `docker swarm join --token ${marker} node1:2377`,
    ]);
    expect(shown(redactor.result("cmd.run", packed({ deep: [text], [token]: 1 })))).toEqual({
      deep: [`docker swarm join --token ${marker} node1:2377`],
      [marker]: 1,
    });
  });

  test("what cannot be read is hidden as a whole", () => {
    expect(shown(redactor.result("shadow.info", Uint8Array.of(0xc1)))).toBe(marker);
  });
});
