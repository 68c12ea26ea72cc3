import { createHash, randomInt } from "node:crypto";
import { bytesOf, digest } from "./digest.js";
import { withLineEnds } from "./hashutil.js";
import { type FunctionModule, functionOf } from "./master-function.js";

const lower = "abcdefghijklmnopqrstuvwxyz";
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

export const randomFunctions: FunctionModule = {
  get_str: functionOf(
    ["length", "chars", "lowercase", "uppercase", "digits", "punctuation", "whitespace", "printable"],
    (given) => {
      const length = given.number("length", 20);
      if (!Number.isInteger(length) || length < 1 || length > 1_000_000)
        throw new Error("random.get_str(): wrong length");
      const classes = [
        given.flag("lowercase", true) || given.flag("printable") ? lower : "",
        given.flag("uppercase", true) || given.flag("printable") ? lower.toUpperCase() : "",
        given.flag("digits", true) || given.flag("printable") ? "0123456789" : "",
        given.flag("punctuation", true) || given.flag("printable") ? punctuation : "",
        given.flag("whitespace") || given.flag("printable") ? " \t\n\r\x0b\x0c" : "",
      ];
      const signs = given.text("chars", classes.join(""));
      if (signs === "") throw new Error("Either chars or one of the classes of characters is needed");
      return Array.from({ length }, () => signs[randomInt(signs.length)]).join("");
    },
  ),
  rand_int: functionOf(["start", "end", "seed"], (given) => {
    if (given.value("seed") !== null) throw new Error("random.rand_int(): `seed` is not available: it is Python's");
    return randomInt(given.number("start", 1), given.number("end", 10) + 1);
  }),
  hash: functionOf(["value", "algorithm"], (given) =>
    digest(bytesOf(given.value("value")), given.text("algorithm", "sha512")),
  ),
  str_encode: functionOf(["value", "encoder"], (given) => {
    const encoder = given.text("encoder", "base64");
    if (encoder !== "base64") throw new Error(`random.str_encode(): there is no encoder '${encoder}'`);
    return withLineEnds(Buffer.from(given.text("value")).toString("base64"));
  }),
  // Not a number that a stock master would give: there it depends on Python's own hash of the id.
  seed: functionOf(["range", "hash"], (given, { minion }) => {
    const first = createHash("sha256").update(given.text("hash", minion)).digest().readUInt32BE(0);
    return first % Math.max(1, given.number("range", 10));
  }),
};
