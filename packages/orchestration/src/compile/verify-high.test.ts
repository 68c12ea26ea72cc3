import { expect, test } from "vitest";
import { highOf, mapOf } from "../testing/sls.js";
import { verifyHigh } from "./verify-high.js";

const at = { __sls__: "x", __env__: "base" };
const errors = (...args: readonly unknown[]) => verifyHigh(highOf({ a: args }));

test.each<[unknown, string]>([
  [{ require: "b" }, "The require statement in state 'a' in SLS 'x' needs to be formed as a list"],
  [{ names: "b" }, "The 'names' argument in state 'a' in SLS 'x' needs to be formed as a list"],
  [{ watch: [["b"]] }, "Requisite declaration ['b'] in SLS x is not formed as a single key dictionary"],
  [{ prereq: [{ test: ["b"] }] }, "Illegal requisite \"['b']\", please check your syntax.\n"],
  [
    { onchanges: [{ "test.nop": "b" }] },
    "Invalid requisite type 'test.nop' in state 'a', in SLS 'x'. Requisite types must not contain dots, did you mean 'test'?",
  ],
  [{ require: ["b"], k: 1 }, "Multiple dictionaries defined in argument of state 'a' in SLS 'x'"],
  ["more", "Too many functions declared in state 'a' in SLS 'x'. Please choose one of the following: nop, more"],
])("%j is refused with its id and SLS", (arg, error) => {
  expect(errors(arg)).toEqual([error]);
});

test.each<[unknown, string]>([
  [
    { ...at, test: null },
    "ID 'a' in SLS 'x' contains a short declaration (test) with a trailing colon. When not passing any arguments to a state, the colon must be omitted.",
  ],
  [{ ...at, test: "nop" }, "State 'a' in SLS 'x' is not formed as a list"],
  [{ ...at, test: [{ k: 1 }] }, "No function declared in state 'a' in SLS 'x'"],
  [
    { ...at, test: ["no p"] },
    'The function "no p" in state "a" in SLS "x" has whitespace, a function with whitespace is not supported, perhaps this is an argument that is missing a ":"',
  ],
  [["b"], "The type a in ['b'] is not formatted as a dictionary"],
])("the body %j is refused", (body, error) => {
  expect(verifyHigh(mapOf({ a: body }))).toEqual([error]);
});

test("ids that are no text are named with their type", () => {
  const high = mapOf({ x: { ...at, test: ["nop"] } });
  high.set(1, high.get("x") ?? null);
  expect(verifyHigh(high)).toEqual([
    "ID '1' in SLS 'x' is not formed as a string, but is a int. It may need to be quoted.",
  ]);
});

test("two that require each other are found", () => {
  expect(verifyHigh(highOf({ a: [{ require: [{ test: "b" }] }], b: [{ watch: [{ test: "a" }] }] }))).toEqual([
    'A recursive requisite was found, SLS "x" ID "b" ID "a"',
  ]);
});
