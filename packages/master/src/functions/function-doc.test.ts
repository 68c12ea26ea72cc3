import { expect, test } from "vitest";
import { toldArguments, toldReturn } from "./call-arguments.js";
import { docText } from "./function-doc.js";
import type { MasterFunction } from "./master-function.js";

const fun: MasterFunction<object> = {
  name: "x.y",
  doc: "Does it.",
  parameters: [
    { name: "key", doc: "Which." },
    { name: "text", doc: "What.", type: "text", default: "a" },
    { name: "more", doc: "More.", type: "list", default: null },
  ],
  rest: "Others.",
  secret: ["text"],
  run: () => Promise.resolve(null),
};

test("the docs of a function say what it takes", () => {
  expect(docText(fun)).toBe(
    "Does it.\n\nTakes:\n\n    key (any, required): Which.\n    text (text, a): What.\n    more (list): More.\n    *: Others.",
  );
  expect(docText({ ...fun, parameters: [], rest: undefined } as never)).toBe("Does it.\n\nTakes nothing.");
});

test("secret values are not told, wherever they stand", () => {
  expect(toldArguments(fun, ["k", "hush", "more"])).toEqual(["k", "**********", "more"]);
  const keywords = new Map<string, string | boolean>([
    ["__kwarg__", true],
    ["text", "hush"],
    ["key", "k"],
  ]);
  expect(toldArguments(fun, [keywords])).toEqual([new Map(keywords).set("text", "**********")]);
  expect([toldReturn(fun, 1), toldReturn({ secret: ["return"] }, 1)]).toEqual([1, "**********"]);
});
