import { createHmac } from "node:crypto";
import { bytesOf, digest } from "./digest.js";
import { type FunctionModule, functionOf, type MasterFunction } from "./master-function.js";
import { readSmall } from "./small-files.js";

const hashed = (algorithm: string): MasterFunction =>
  functionOf(["instr"], (given) => digest(bytesOf(given.value("instr")), algorithm));
export const withLineEnds = (text: string) => text.replace(/.{1,76}/g, "$&\n");

export const hashutilFunctions: FunctionModule = {
  digest: functionOf(["instr", "checksum"], (given) =>
    digest(bytesOf(given.value("instr")), given.text("checksum", "md5")),
  ),
  digest_file: functionOf(["infile", "checksum"], (given) =>
    digest(readSmall(given.text("infile")), given.text("checksum", "md5")),
  ),
  md5_digest: hashed("md5"),
  sha256_digest: hashed("sha256"),
  sha512_digest: hashed("sha512"),
  base64_b64encode: functionOf(["instr"], (given) => Buffer.from(bytesOf(given.value("instr"))).toString("base64")),
  base64_b64decode: functionOf(["instr"], (given) => Buffer.from(given.text("instr"), "base64").toString("utf8")),
  base64_encodestring: functionOf(["instr"], (given) =>
    withLineEnds(Buffer.from(bytesOf(given.value("instr"))).toString("base64")),
  ),
  base64_encodefile: functionOf(["fname"], (given) => withLineEnds(readSmall(given.text("fname")).toString("base64"))),
  base64_decodestring: functionOf(["instr"], (given) => Buffer.from(given.text("instr"), "base64").toString("utf8")),
  hmac_compute: functionOf(["string", "shared_secret"], (given) =>
    createHmac("sha256", given.text("shared_secret")).update(given.text("string")).digest("hex"),
  ),
  hmac_signature: functionOf(
    ["string", "shared_secret", "challenge_hmac"],
    (given) =>
      createHmac("sha256", given.text("shared_secret")).update(given.text("string")).digest("base64") ===
      given.text("challenge_hmac"),
  ),
};
