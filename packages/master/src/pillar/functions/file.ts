import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { digest } from "./digest.js";
import { type FunctionModule, functionOf } from "./master-function.js";
import { readSmall, stats } from "./small-files.js";

/** Files of the master's machine, as the master's account may read them. */
export const fileFunctions: FunctionModule = {
  file_exists: functionOf(["path"], (given) => stats(given.text("path"))?.isFile() ?? false),
  directory_exists: functionOf(["path"], (given) => stats(given.text("path"))?.isDirectory() ?? false),
  read: functionOf(["path", "binary"], (given) => readSmall(given.text("path")).toString("utf8")),
  readdir: functionOf(["path"], (given) => [".", "..", ...readdirSync(given.text("path")).sort()]),
  basename: functionOf(["path"], (given) => basename(given.text("path"))),
  dirname: functionOf(["path"], (given) => dirname(given.text("path"))),
  join: functionOf(["a", "b", "c", "d", "e"], (given) =>
    join(...["a", "b", "c", "d", "e"].filter((name) => given.has(name)).map((name) => given.text(name))),
  ),
  get_hash: functionOf(["path", "form"], (given) =>
    digest(readSmall(given.text("path")), given.text("form", "sha256")),
  ),
};
