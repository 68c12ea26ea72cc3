import { bind, positional } from "../arguments.js";
import { raise } from "../errors.js";
import { asText, type Py } from "../objects/types.js";
import type { Methods } from "./method.js";

export const BYTES_METHODS: Methods<Uint8Array> = new Map([
  ["decode", (self, given) => decodeBytes(self, bind("decode", ["encoding", "errors"], 0, given))],
  [
    "hex",
    (self, given) => {
      positional("hex", 0, 0, given);
      return Buffer.from(self).toString("hex");
    },
  ],
]);

type Encoding = "utf-8" | "ascii" | "latin-1";

function encodingOf(name: Py | undefined): Encoding {
  const text = asText(name ?? "utf-8") ?? "";
  switch (text.toLowerCase().replaceAll("_", "-")) {
    case "utf-8":
    case "utf8":
      return "utf-8";
    case "ascii":
    case "us-ascii":
      return "ascii";
    case "latin-1":
    case "latin1":
    case "iso-8859-1":
      return "latin-1";
    default:
      return raise("LookupError", `unknown encoding: ${text}`);
  }
}

/** `str.encode(encoding, errors)` */
export function encodeText(text: string, [name, errors]: readonly (Py | undefined)[]): Uint8Array {
  const encoding = encodingOf(name);
  if (encoding === "utf-8") return Uint8Array.from(Buffer.from(text, "utf8"));
  const limit = encoding === "ascii" ? 0x7f : 0xff;
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code <= limit) bytes.push(code);
    else if (errors === "replace") bytes.push(0x3f);
    else if (errors !== "ignore") {
      raise("UnicodeEncodeError", `'${encoding}' codec can't encode character: ordinal not in range(${limit + 1})`);
    }
  }
  return Uint8Array.from(bytes);
}

function decodeBytes(bytes: Uint8Array, [name, errors]: readonly (Py | undefined)[]): string {
  const encoding = encodingOf(name);
  const buffer = Buffer.from(bytes);
  if (encoding === "latin-1") return buffer.toString("latin1");
  if (encoding === "ascii" && bytes.some((byte) => byte > 0x7f) && errors === undefined) {
    raise("UnicodeDecodeError", "'ascii' codec can't decode byte: ordinal not in range(128)");
  }
  try {
    return new TextDecoder("utf-8", { fatal: errors !== "replace", ignoreBOM: true }).decode(bytes);
  } catch {
    if (errors === "ignore") return buffer.toString("utf8").replaceAll("\ufffd", "");
    return raise("UnicodeDecodeError", "'utf-8' codec can't decode bytes: invalid start byte");
  }
}
