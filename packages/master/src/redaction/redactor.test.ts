import { decode, encode, toJson, toValue, type Value } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { Counters } from "../status/counters.js";
import { isRedacted, marker, Redactor } from "./redactor.js";
import { SecretValues } from "./secret-values.js";

let counters: Counters;
let redactor: Redactor;
let values: SecretValues;
beforeEach(() => {
  counters = new Counters();
  values = new SecretValues();
  redactor = new Redactor(["shadow.*"], values, counters);
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

  test("hides what is known to be secret in any argument, result and line, to the letter", () => {
    values.replace("node1", ["S3cretOfDb"]);
    expect(shown(redactor.arguments("cmd.run", packed(["mysql -pS3cretOfDb x"])))).toEqual([`mysql -p${marker} x`]);
    expect(shown(redactor.result("state.apply", packed({ a: { diff: "+pw: S3cretOfDb" } })))).toEqual({
      a: { diff: `+pw: ${marker}` },
    });
    expect(redactor.line('{"msg":"S3cretOfDb"}')).toBe(`{"msg":"${marker}"}`);
    const bytes = redactor.texts(encode(Buffer.concat([Buffer.of(0xff), Buffer.from("S3cretOfDb")])));
    expect(Buffer.from(bytes).includes("S3cretOfDb")).toBe(false);
  });

  test("a pillar among the arguments is kept without the values of marked keys", () => {
    const marking = new Redactor([], values, counters, (path) => path.endsWith("password"));
    const arg = packed(["web", { __kwarg__: true, pillar: { db: { password: "S3cretOfCall", size: 3 } } }]);
    expect(shown(marking.arguments("state.apply", arg))).toEqual([
      "web",
      { __kwarg__: true, pillar: { db: { password: marker, size: 3 } } },
    ]);
    const plain = packed([{ __kwarg__: true, pillar: { db: { size: 3 } } }]);
    expect(marking.arguments("state.apply", plain)).toBe(plain);
  });

  test("a runner that is told to call a secret function is kept without what it is to be called with", () => {
    const words = [
      "nightly",
      toValue({ __kwarg__: true, function: "shadow.set_password", args: ["root", "x"], cron: "0 3 * * *" }),
    ];
    expect(toJson([...redactor.call("runner.schedule.add", words)])).toEqual([
      marker,
      { __kwarg__: true, function: "shadow.set_password", args: marker, cron: marker },
    ]);
    const plain = ["nightly", toValue({ __kwarg__: true, function: "test.ping" })];
    expect(redactor.call("runner.schedule.add", plain)).toBe(plain);
  });
});
