import * as fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../schemas/job.js";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const post = (payload: string) =>
  rest.call({ method: "POST", url: "/v1/jobs", payload, headers: { "content-type": "application/json" } });

describe("hostile bodies", () => {
  test("no body makes a 5xx, and none that is refused is sent", async () => {
    const word = fc.constantFrom(
      "*",
      "web1",
      "glob",
      "list",
      "pcre",
      "test.ping",
      "cmd.run",
      "__kwarg__",
      "$base64",
      "",
    );
    const value = fc.oneof(
      word,
      fc.jsonValue({ maxDepth: 3 }),
      fc.array(word),
      fc.dictionary(word, fc.jsonValue({ maxDepth: 2 })),
    );
    const fields = fc.constantFrom(
      "target",
      "targetType",
      "function",
      "args",
      "kwargs",
      "steps",
      "timeout",
      "gatherJobTimeout",
      "metadata",
      "returners",
      "constructor",
      "toString",
    );
    const likely = fc.record(
      {
        target: fc.oneof(word, fc.array(word)),
        targetType: fc.constantFrom("glob", "list", "pcre"),
        function: word,
        args: fc.array(fc.jsonValue()),
        kwargs: fc.dictionary(fc.string(), fc.jsonValue()),
        metadata: fc.dictionary(fc.string(), fc.jsonValue()),
        timeout: fc.double(),
      },
      { requiredKeys: ["target", "function"] },
    );
    const body = fc.oneof(likely, fc.dictionary(fields, value), fc.jsonValue()).map((json) => JSON.stringify(json));

    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 5, arbitrary: body }, { weight: 1, arbitrary: fc.string() }),
        async (payload) => {
          const before = rest.services.published.length;
          const response = await post(payload);
          expect(response.statusCode, payload).toBeLessThan(500);
          if (response.statusCode === 400) expect(rest.services.published).toHaveLength(before);
          if (response.statusCode === 202) expect(response.json<Job>().state).toBe("running");
        },
      ),
      { numRuns: 600, interruptAfterTimeLimit: 3000 },
    );
  });

  test("what was sent as arguments is what the job shows", async () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.startsWith("__"));
    // JSON has no integral floats, no -0, and `$base64` stands for bytes.
    const plain = fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.parse(JSON.stringify(json)) as unknown);

    await fc.assert(
      fc.asyncProperty(
        fc.array(plain, { maxLength: 5 }),
        fc.dictionary(name, plain, { maxKeys: 5 }),
        async (args, kwargs) => {
          const text = JSON.stringify({ target: "*", function: "test.arg", args, kwargs });
          const response = await post(text);
          if (response.statusCode === 400) {
            expect(text).toMatch(/__|\d{16}|e\+/);
            return;
          }
          const [step] = response.json<Job>().steps;
          expect(JSON.stringify(step?.args)).toBe(JSON.stringify(args));
          expect(step?.kwargs).toEqual(kwargs);
        },
      ),
      { numRuns: 200, interruptAfterTimeLimit: 2000 },
    );
  });
});
