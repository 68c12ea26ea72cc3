import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ext, Float, isMap, type Value } from "../value.js";

/** Recorded traffic, see `vectors/README.md`. For tests only. */
export type RecordedExchange = {
  readonly mark: string;
  readonly cmd: string;
  readonly request_frames: readonly string[];
  readonly reply_frames: readonly string[];
  readonly request_outer?: Recorded;
  readonly request_load: Recorded;
  readonly request_key?: number;
  readonly request_tok_plain?: Recorded;
  readonly request_token_plain?: Recorded;
  readonly reply_outer?: Recorded;
  readonly reply_load?: Recorded;
  readonly reply_key?: number;
  readonly reply_nonce?: string;
  readonly reply_aes_plain?: string;
  readonly reply_sig_plain?: string;
  readonly reply_token_plain?: Recorded;
  readonly reply_private_key?: string;
  readonly reply_private_plain?: Recorded;
  readonly reply_private_signed_data?: Recorded;
};

export type RecordedPublish = {
  readonly frames: readonly string[];
  readonly key: number;
  readonly load: Recorded;
  readonly topic?: string;
  readonly sig_verified?: string;
};

export type VectorFile = {
  readonly aes_key_strings?: readonly string[];
  readonly exchanges?: readonly RecordedExchange[];
  readonly auth?: readonly RecordedExchange[];
  readonly publishes?: readonly RecordedPublish[];
};

export type Recorded = unknown;

const folder = new URL("../../vectors/", import.meta.url);

export function vectors(name: string): VectorFile {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as VectorFile;
}

/** Text of a key file of the recording. */
export function keyText(name: string): string {
  return readFileSync(fileURLToPath(new URL(`keys/${name}`, folder)), "utf8");
}

/** The last frame of a message: the one after the empty delimiter or the topic. */
export function body(frames: readonly string[]): Uint8Array {
  return Uint8Array.from(Buffer.from(frames.at(-1) ?? "", "base64"));
}

/** A decoded value in the notation of the recording. */
export function notation(value: Value): Recorded {
  if (value instanceof Uint8Array) return { $b64str: Buffer.from(value).toString("base64") };
  if (value instanceof Float) return value.value;
  if (value instanceof Ext) return { $ext: value.type, $b64: Buffer.from(value.data).toString("base64") };
  if (Array.isArray(value)) return value.map(notation);
  if (!isMap(value)) return value;
  return Object.fromEntries([...value].map(([key, entry]) => [String(key), notation(entry)]));
}

export const AUTH_FILES = ["auth-3006", "auth-2018", "auth-denied-3006", "auth-master-sign-pubkey-3006"] as const;
export const REQUEST_FILES = ["requests-3006", "requests-2018", "rotation-3006", "rotation-2018"] as const;
export const PUBLISH_FILES = [
  "publish-sign-nofilter",
  "publish-nosign-nofilter",
  "publish-sign-filter",
  "publish-nosign-filter",
] as const;
