import type { Sign } from "./auth.js";
import type { Crypticle } from "./crypticle.js";
import { encode } from "./encode.js";
import type { Era } from "./envelope.js";
import { sealLoad } from "./load.js";
import type { Encodable, Value } from "./value.js";

export type PillarParts = {
  /** A fresh session key string, used for this reply only, OAEP for the minion's accepted key. */
  readonly key: Uint8Array;
  /** The crypticle of that key string. */
  readonly crypticle: Crypticle;
  readonly pillar: Encodable;
  /** Of the request; without one an era 2 or 3 minion gets an error. */
  readonly nonce: string | null;
};

/**
 * The reply to `_pillar`: readable by the minion whose public key it was made for, whoever asked.
 *
 * @source salt/channel/server.py, ReqServerChannel._encrypt_private
 */
export async function pillarReply(era: Era, parts: PillarParts, sign: Sign): Promise<Uint8Array> {
  if (era === 0) return frame(parts, encode(parts.pillar));
  if (parts.nonce === null) return encode(new Map([["error", "Nonce not included in request"]]));
  const data = encode(
    new Map<Value, Encodable>([
      ["key", parts.key],
      ["pillar", parts.pillar],
      ["nonce", parts.nonce],
    ]),
  );
  const signed = new Map<Value, Encodable>([
    ["data", data],
    ["sig", await sign(data)],
  ]);
  return frame(parts, encode(signed));
}

function frame(parts: PillarParts, packed: Uint8Array): Uint8Array {
  return encode(
    new Map<Value, Encodable>([
      ["key", parts.key],
      ["pillar", sealLoad(parts.crypticle, packed)],
    ]),
  );
}
