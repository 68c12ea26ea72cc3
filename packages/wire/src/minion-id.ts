import { createHash } from "node:crypto";

const MAX_BYTES = 255;
/** Slashes, control characters, and surrogates that stand alone: those have no UTF-8. */
const FORBIDDEN = /[/\\\p{Cc}\p{Cs}]/u;

/**
 * Whether a text may be the id of a minion: 1 to 255 bytes of UTF-8 without `/`, `\` and control characters, not
 * starting with a dot. Ids become file names. Blanks and letters of any script are legal, as stock allows them.
 *
 * @source salt/utils/verify.py, valid_id
 */
export function isMinionId(value: unknown): value is string {
  if (typeof value !== "string" || value.length === 0 || value.length > MAX_BYTES) return false;
  if (value.startsWith(".") || FORBIDDEN.test(value)) return false;
  return Buffer.byteLength(value, "utf8") <= MAX_BYTES;
}

/** Topic a filtering minion subscribes to: the hex SHA-1 of its id. */
export function minionTopic(id: string): string {
  return createHash("sha1").update(id, "utf8").digest("hex");
}
