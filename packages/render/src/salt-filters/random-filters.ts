import type { Value } from "@salina/wire";
import type { Filter } from "../values.js";
import { define, listArg, numberOf, textArg } from "./define.js";
import { hexHash } from "./hash-filters.js";

/** A whole number from 0 on, below the bound. */
export type RandomBelow = (bound: number) => number;

const maxRandomSize = 65_536;
const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** @source salt/utils/hashutils.py; salt/utils/stringutils.py; salt/utils/data.py; salt/utils/network.py */
export function randomFilters(below: RandomBelow): ReadonlyMap<string, Filter> {
  const hash = define("random_hash", [["hash_type", null]], (size, type) =>
    hexHash(typeof type === "string" && type !== "" ? type : "md5", String(below((numberOf(size) ?? 0) + 1))),
  );
  const sample = (value: Value, size: number, seed: Value | undefined): Value => {
    // With a seed the choice must be that of Python's generator, which is not here.
    if (seed !== undefined && seed !== null) throw new Error("a seed is not supported");
    const left = [...listArg(value, "the value")];
    if (size > left.length || size < 0) throw new Error("Sample larger than population or is negative");
    return Array.from({ length: size }, () => left.splice(below(left.length), 1)[0] ?? null);
  };
  return new Map([
    ["random_hash", hash],
    ["rand_str", hash],
    [
      "random_str",
      define("random_str", [], (size) => {
        const length = numberOf(size) ?? 32;
        if (length < 0 || length > maxRandomSize) throw new RangeError(`a size of 0 to ${maxRandomSize} is allowed`);
        return Array.from({ length }, () => base64Letters[below(64)]).join("");
      }),
    ],
    [
      "random_sample",
      define("random_sample", ["size", ["seed", null]], (value, size, seed) =>
        sample(value, numberOf(size) ?? 0, seed),
      ),
    ],
    [
      "random_shuffle",
      define("random_shuffle", [["seed", null]], (value, seed) =>
        sample(value, listArg(value, "the value").length, seed),
      ),
    ],
    [
      "gen_mac",
      define("gen_mac", [], (prefix) => {
        const byte = () => below(256).toString(16).toUpperCase().padStart(2, "0");
        return `${textArg(prefix, "the prefix")}:${byte()}:${byte()}:${byte()}`;
      }),
    ],
  ]);
}
