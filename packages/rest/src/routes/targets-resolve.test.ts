import { afterAll, beforeEach, expect, test } from "vitest";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const resolve = (payload: object) => rest.call({ method: "POST", url: "/v1/targets/resolve", payload });

test("a target is resolved without anything being sent", async () => {
  const response = await resolve({ target: ["web1", "gone1"], targetType: "list" });

  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ minions: ["web1"], missing: ["gone1"] });
  expect(rest.services.published).toEqual([]);
});

test("no match is an answer, not an error", async () => {
  expect((await resolve({ target: "os:x", targetType: "grain" })).json()).toMatchObject({ minions: [] });
});

test.each([
  ["no target", {}],
  ["a type that does not exist", { target: "a", targetType: "data" }],
  ["a row of texts for one that takes one text", { target: ["a"], targetType: "grain" }],
  ["an empty delimiter", { target: "a", targetType: "grain", delimiter: "" }],
  ["a field that does not exist", { target: "a", tgt_type: "grain" }],
])("%s is refused", async (_, payload) => {
  const response = await resolve(payload);

  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ code: "validation" });
});
