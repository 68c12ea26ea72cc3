import { expect, test } from "vitest";
import { sortIds } from "./sort-ids.js";

test("ids are sorted without regard to case", () => {
  expect(sortIds(["web2", "Web1", "db", "DB", "web10"])).toEqual(["DB", "db", "Web1", "web10", "web2"]);
});
