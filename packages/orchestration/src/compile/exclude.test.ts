import { expect, test } from "vitest";
import { mapOf } from "../testing/sls.js";
import { applyExclude } from "./exclude.js";

const left = (exclude: unknown) => {
  const high = mapOf({
    a: { __sls__: "web" },
    b: { __sls__: "web.more" },
    c: { __sls__: "db" },
    ...(exclude === undefined ? {} : { __exclude__: exclude }),
  });
  applyExclude(high);
  return [...high.keys()];
};

test("ids and SLS are taken away, SLS by globs, too", () => {
  expect(left(undefined)).toEqual(["a", "b", "c"]);
  expect(left([{ id: "a" }, { sls: "db" }])).toEqual(["b"]);
  expect(left(["web*"])).toEqual(["c"]);
  expect(left([{ sls: "web?more" }])).toEqual(["a", "c"]);
});

test("an id is no glob, and what excludes in no known way excludes nothing", () => {
  expect(left([{ id: "*" }, { id: "a", sls: "db" }, { file: "db" }, 5, null, {}])).toEqual(["a", "b", "c"]);
  expect(left("web")).toEqual(["a", "b", "c"]);
});
