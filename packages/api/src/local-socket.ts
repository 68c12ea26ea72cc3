import { Packr, Unpackr } from "msgpackr";

/**
 * The local socket: how `salt` and `salt-key` talk to the daemon.
 *
 *     frame    = length (4 bytes, big endian) | one msgpack map
 *     request  = { id, op, params }            id: the caller's number for this request
 *     cancel   = { id, cancel: true }
 *     reply    = { id, item } ... then { id, done } or { id, error }
 *
 * Several requests may be open on one connection.
 */
export type LocalRequest =
  | { readonly id: number; readonly op: string; readonly params: unknown }
  | { readonly id: number; readonly cancel: true };

export interface LocalError {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  readonly status: number;
}

export type LocalReply =
  | { readonly id: number; readonly item: unknown }
  | { readonly id: number; readonly done: unknown }
  | { readonly id: number; readonly error: LocalError };

/** Larger frames end the connection. */
export const maxLocalFrameBytes = 256 * 1024 * 1024;

const packr = new Packr({ useRecords: false, encodeUndefinedAsNil: true });
const unpackr = new Unpackr({ useRecords: false });

export function packFrame(message: LocalRequest | LocalReply): Buffer {
  const body = packr.pack(message);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, 4);
  return frame;
}

/** Collects chunks of a stream and hands out whole messages. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @throws RangeError when a frame announces more than `maxLocalFrameBytes`; any error of a malformed message */
  push(chunk: Buffer): unknown[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: unknown[] = [];
    while (this.#bytes >= 4) {
      const length = this.#peekLength();
      if (length > maxLocalFrameBytes) throw new RangeError(`local socket: a frame announces ${length} bytes`);
      if (this.#bytes < 4 + length) break;
      const whole = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
      messages.push(unpackr.unpack(whole.subarray(4, 4 + length)));
      const rest = whole.subarray(4 + length);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#bytes = rest.length;
    }
    return messages;
  }

  #peekLength(): number {
    const first = this.#chunks[0];
    if (first && first.length >= 4) return first.readUInt32BE(0);
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined.readUInt32BE(0);
  }
}
