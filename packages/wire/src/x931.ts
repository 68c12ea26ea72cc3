import { constants, createPublicKey, type KeyObject, privateEncrypt, publicDecrypt } from "node:crypto";
import { bad, good, type Result } from "./result.js";

/**
 * "Private encryption" with ANSI X9.31 padding and no hash: minion tokens, and the signature of the session key in
 * replies to `_auth`. Deterministic. OpenSSL 3 has dropped this use of its own X9.31 padding, so the block is built
 * here and only the raw RSA operation is OpenSSL's.
 *
 * @throws RangeError when the message is longer than the modulus allows (its bytes less 2)
 * @source salt/crypt.py, private_encrypt and public_decrypt
 */
export function x931Sign(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  const modulus = modulusOf(createPublicKey(privateKey));
  const block = padded(message, modulus.length);
  const padding = constants.RSA_NO_PADDING;
  const signature = Uint8Array.from(privateEncrypt({ key: privateKey, padding }, block));
  const complement = difference(modulus, signature);
  return Buffer.compare(complement, signature) < 0 ? complement : signature;
}

/** The message within a signature of `x931Sign`; a fault when another key made it. */
export function x931Recover(publicKey: KeyObject, signature: Uint8Array): Result<Uint8Array> {
  try {
    const padding = constants.RSA_NO_PADDING;
    const block = Uint8Array.from(publicDecrypt({ key: publicKey, padding }, signature));
    // The signer sent the smaller of s and n - s: in half of all cases the block comes out as n - block.
    const upright = ((block.at(-1) ?? 0) & 0x0f) === 0x0c ? block : difference(modulusOf(publicKey), block);
    return unpadded(upright);
  } catch {
    return bad("bad-signature", "not a number this key can take");
  }
}

const NO_PAD = 0x6a;
const PAD = 0x6b;
const PAD_BODY = 0xbb;
const PAD_END = 0xba;
const TRAILER = 0xcc;

function padded(message: Uint8Array, size: number): Uint8Array {
  const pad = size - message.length - 2;
  if (pad < 0) throw new RangeError(`${message.length} bytes do not fit a modulus of ${size}`);
  const block = new Uint8Array(size).fill(PAD_BODY);
  block[0] = pad === 0 ? NO_PAD : PAD;
  if (pad > 0) block[pad] = PAD_END;
  block.set(message, 1 + pad);
  block[size - 1] = TRAILER;
  return block;
}

function unpadded(block: Uint8Array): Result<Uint8Array> {
  if (block.at(-1) !== TRAILER) return bad("bad-signature", "no X9.31 trailer");
  if (block[0] === NO_PAD) return good(block.slice(1, -1));
  if (block[0] !== PAD) return bad("bad-signature", "no X9.31 header");
  let at = 1;
  while (at < block.length - 2 && block[at] === PAD_BODY) at++;
  if (block[at] !== PAD_END || at > block.length - 2) return bad("bad-signature", "no X9.31 padding");
  return good(block.slice(at + 1, -1));
}

function modulusOf(publicKey: KeyObject): Uint8Array {
  return Uint8Array.from(Buffer.from(publicKey.export({ format: "jwk" }).n ?? "", "base64url"));
}

/** minuend - subtrahend, of equal length, big-endian; the subtrahend is not the larger. */
function difference(minuend: Uint8Array, subtrahend: Uint8Array): Uint8Array {
  const made = new Uint8Array(minuend.length);
  let borrow = 0;
  for (let n = minuend.length - 1; n >= 0; n--) {
    const digit = (minuend[n] ?? 0) - (subtrahend[n] ?? 0) - borrow;
    borrow = digit < 0 ? 1 : 0;
    made[n] = digit & 0xff;
  }
  return made;
}
