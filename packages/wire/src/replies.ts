import type { Crypticle } from "./crypticle.js";
import { encode } from "./encode.js";
import { sealLoad } from "./load.js";
import type { WireFault } from "./result.js";
import { type Encodable, Spliced } from "./value.js";

/** The plain text that makes a minion authenticate anew. Also the answer to every request that does not open. */
export function badLoad(): Uint8Array {
  return encode("bad load");
}

/** Answer to bytes that are not msgpack. */
export function notMsgpack(): Uint8Array {
  return encode(new Map([["msg", "bad load"]]));
}

/** Answer to a load that is not a map. */
export function loadNotADict(): Uint8Array {
  return encode("payload and load must be a dict");
}

/** Answer to a request whose handler failed. */
export function handlerFailed(): Uint8Array {
  return encode("Some exception handling minion payload");
}

/**
 * The answer stock gives to a frame that `parseEnvelope` refused.
 *
 * @source salt/channel/server.py, ReqServerChannel.handle_message
 */
export function refusalOf(fault: WireFault): Uint8Array {
  switch (fault.code) {
    case "not-an-envelope":
    case "bad-field":
      return badLoad();
    case "load-not-a-map":
      return loadNotADict();
    default:
      return notMsgpack();
  }
}

/** A reply that is neither encrypted nor signed. */
export function clearReply(value: Encodable): Uint8Array {
  return encode(value);
}

/** An encrypted reply: the box as one msgpack string. `nonce` is that of the request, from era 2 on. */
export function sealedReply(crypticle: Crypticle, value: Encodable, nonce?: string): Uint8Array {
  const packed = value instanceof Spliced ? value.bytes : encode(value);
  return encode(sealLoad(crypticle, packed, nonce));
}
