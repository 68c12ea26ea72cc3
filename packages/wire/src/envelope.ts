import { decode } from "./decode.js";
import { type DecodeLimits, SALT_EXT_TYPES } from "./limits.js";
import { isMinionId } from "./minion-id.js";
import { bad, good, type Result } from "./result.js";
import {
  DEFAULT_ENCRYPTION,
  DEFAULT_SIGNATURE,
  type EncryptionAlgorithm,
  isEncryptionAlgorithm,
  isSignatureAlgorithm,
  type SignatureAlgorithm,
} from "./rsa.js";
import { sliceMap } from "./slice.js";
import { asBytes, Float, isMap, type Value, type ValueMap } from "./value.js";

/**
 * Generation of the request protocol. 0: before nonces. 2: signed replies and nonces. 3: a session key per minion.
 * Version 1 was never sent and counts as 0; later versions count as 3.
 */
export type Era = 0 | 2 | 3;

/** The outermost map of a request. */
export type Envelope =
  | { readonly kind: "clear"; readonly era: Era; readonly load: ValueMap }
  | {
      readonly kind: "aes";
      readonly era: Era;
      /** Claimed id; never null in era 3. Proven only by the box opening with this minion's session key. */
      readonly id: string | null;
      readonly box: Uint8Array;
      readonly encryption: EncryptionAlgorithm;
      readonly signature: SignatureAlgorithm;
    };

export type EnvelopeLimits = DecodeLimits & {
  /** Bytes of a load that is not encrypted, so that anybody may send it. 64 KiB when left out. */
  readonly maxClearBytes?: number;
};

const MAX_CLEAR_BYTES = 64 * 1024;
/** Values in a frame: the load of an encrypted one counts as a single value. */
const MAX_CLEAR_ELEMENTS = 10_000;

/**
 * Reads a request frame. Only what is needed is decoded: an unknown sender's load is limited to `maxClearBytes`, and
 * the box of an encrypted one is passed on as it is.
 *
 * @source salt/channel/server.py, ReqServerChannel
 */
export function parseEnvelope(frame: Uint8Array, limits: EnvelopeLimits = {}): Result<Envelope> {
  const maxElements = Math.min(limits.maxElements ?? MAX_CLEAR_ELEMENTS, MAX_CLEAR_ELEMENTS);
  const slices = sliceMap(frame, { ...limits, maxElements });
  if (!slices.ok) {
    return slices.fault.code === "not-a-map" ? notAnEnvelope("not a map") : slices;
  }
  const field = (key: string): Value | undefined => scalarOf(slices.value.get(key));
  const load = slices.value.get("load");
  const enc = field("enc");
  if (load === undefined || enc === undefined) return notAnEnvelope("enc or load is missing");
  const era = eraOf(field("version"));
  if (enc === "clear") return clearEnvelope(era, load, limits);
  return enc === "aes" ? aesEnvelope(era, load, field) : notAnEnvelope("enc is neither clear nor aes");
}

/** Era of the `version` of an envelope: any number or text that counts as one, everything else is 0. */
export function eraOf(version: Value | undefined): Era {
  const number = versionNumber(version);
  if (number >= 3) return 3;
  return number >= 2 ? 2 : 0;
}

function versionNumber(version: Value | undefined): number {
  if (typeof version === "number" || typeof version === "bigint") return Number(version);
  if (version instanceof Float) return version.value;
  return typeof version === "string" && /^\s*\d{1,9}\s*$/.test(version) ? Number(version) : 0;
}

function clearEnvelope(era: Era, load: Uint8Array, limits: EnvelopeLimits): Result<Envelope> {
  const allowed = limits.maxClearBytes ?? MAX_CLEAR_BYTES;
  if (load.length > allowed) return bad("too-large", `a clear load of ${load.length} bytes, ${allowed} are allowed`);
  const decoded = decode(load, { extTypes: SALT_EXT_TYPES, ...limits, strings: "text" });
  if (!decoded.ok) return decoded;
  if (!isMap(decoded.value)) return bad("load-not-a-map", "a clear load that is not a map");
  return good({ kind: "clear", era, load: decoded.value });
}

function aesEnvelope(era: Era, load: Uint8Array, field: (key: string) => Value | undefined): Result<Envelope> {
  const box = asBytes(scalarOf(load, "bytes"));
  if (box === undefined) return bad("bad-field", "an encrypted load that is not bytes");
  const encryption = field("enc_algo") ?? DEFAULT_ENCRYPTION;
  if (!isEncryptionAlgorithm(encryption)) return bad("bad-field", "enc_algo is unknown");
  const signature = field("sig_algo") ?? DEFAULT_SIGNATURE;
  if (!isSignatureAlgorithm(signature)) return bad("bad-field", "sig_algo is unknown");
  const claimed = field("id") ?? null;
  const id = isMinionId(claimed) ? claimed : null;
  if (id === null && (era === 3 || claimed !== null)) return bad("bad-field", "id is missing or not a minion id");
  return good({ kind: "aes", era, id, box, encryption, signature });
}

/** Value of a packed field that must not be a container; what is one comes out as an empty list. */
function scalarOf(packed: Uint8Array | undefined, strings: "text" | "bytes" = "text"): Value | undefined {
  if (packed === undefined) return undefined;
  const decoded = decode(packed, { maxDepth: 0, maxBytes: packed.length, strings });
  return decoded.ok ? decoded.value : [];
}

function notAnEnvelope(text: string): ReturnType<typeof bad> {
  return bad("not-an-envelope", text);
}
