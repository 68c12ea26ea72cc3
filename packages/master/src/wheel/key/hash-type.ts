import type { HashType } from "../../config/config.js";
import type { Parameters } from "../../runners/parameters.js";
import type { WheelContext } from "../wheel-function.js";

const known: readonly HashType[] = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];

/** @throws Error that names the parameter */
export function hashTypeOf(given: Parameters, { hashType }: WheelContext): HashType {
  const wanted = given.text("hash_type", hashType);
  const found = known.find((one) => one === wanted);
  if (!found) throw new Error(`'hash_type': expected one of ${known.join(", ")}`);
  return found;
}
