import { posix } from "node:path";
import type { Value } from "@salina/wire";
import type { Filter } from "../values.js";
import { textArg } from "./define.js";

/** Python keeps two slashes at the start, and no slash at the end. */
function normalized(path: string): string {
  const made = posix.normalize(path);
  const trimmed = made.length > 1 ? made.replace(/\/+$/, "") : made;
  const twice = /^\/\/(?!\/)/.test(path) ? `/${trimmed}` : trimmed;
  return twice === "" ? "." : twice;
}

/** @source salt/utils/path.py, join */
const pathJoin: Filter = (value, args) => {
  const [root = "", ...rest] = [value, ...args].map((part: Value) => normalized(textArg(part, "a part")));
  return normalized([root, ...rest.map((part) => part.replace(/^\/+/, ""))].join("/"));
};

export const pathFilters: ReadonlyMap<string, Filter> = new Map([["path_join", pathJoin]]);
