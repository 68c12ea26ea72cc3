import { DEPTH_CEILING } from "./limits.js";
import { type Encodable, Ext, Float, Spliced } from "./value.js";

/**
 * "network": what minions speak. Text and bytes are both raw strings, no str8, no bin.
 * "local": files and sockets of this machine, as Python writes them with `use_bin_type`.
 */
export type Dialect = "network" | "local";

const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

/**
 * Packs one value. Integers take their shortest form; integers beyond 64 bits become decimal text, as stock does.
 * Lone surrogates in text become U+FFFD, since they have no UTF-8.
 *
 * @throws TypeError for `undefined`, other foreign types, and nesting beyond 512: errors of the caller, not of the data
 * @source salt/payload.py, dumps
 */
export function encode(value: Encodable, dialect: Dialect = "network"): Uint8Array {
  const encoder = new Encoder(dialect);
  encoder.value(value, 0);
  return encoder.finish();
}

class Encoder {
  readonly #local: boolean;
  #buffer = Buffer.allocUnsafe(512);
  #at = 0;

  constructor(dialect: Dialect) {
    this.#local = dialect === "local";
  }

  /** A copy: the working buffer may hold foreign bytes behind the end. */
  finish(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(0, this.#at));
  }

  value(value: Encodable, depth: number): void {
    if (typeof value === "string") this.#text(value);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "boolean") this.#byte(value ? 0xc3 : 0xc2);
    else if (typeof value === "bigint") this.#bigint(value);
    else if (value === null) this.#byte(0xc0);
    else if (typeof value === "object") this.#object(value, depth);
    else throw new TypeError(`${typeof value} cannot be packed`);
  }

  #object(value: object, depth: number): void {
    if (depth > DEPTH_CEILING) throw new TypeError("the value is nested too deeply, or holds itself");
    if (value instanceof Map) {
      this.#head(value.size, 0x80, 0x0f, 0xde);
      for (const [key, entry] of value) {
        this.value(key, depth + 1);
        this.value(entry, depth + 1);
      }
    } else if (Array.isArray(value)) {
      this.#head(value.length, 0x90, 0x0f, 0xdc);
      // By index: a hole in a sparse array must be noticed.
      for (let n = 0; n < value.length; n++) this.value(value[n], depth + 1);
    } else if (value instanceof Uint8Array) {
      if (this.#local) this.#sizes(value.length, 0xc4);
      else this.#rawHead(value.length);
      this.#bytes(value);
    } else if (value instanceof Float) this.#float(value.value);
    else if (value instanceof Ext) this.#ext(value);
    else if (value instanceof Spliced) this.#bytes(value.bytes);
    else throw new TypeError(`an object of ${value.constructor?.name ?? "no class"} cannot be packed`);
  }

  #reserve(size: number): number {
    const at = this.#at;
    const end = at + size;
    if (end > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, at);
      this.#buffer = grown;
    }
    this.#at = end;
    return at;
  }

  #byte(byte: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = byte;
  }

  #bytes(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** A byte and an unsigned number of `size` bytes. */
  #tagged(tag: number, value: number, size: 1 | 2 | 4): void {
    const at = this.#reserve(1 + size);
    this.#buffer[at] = tag;
    this.#buffer.writeUIntBE(value, at + 1, size);
  }

  /** Sizes that have a short form in the tag itself, then two and four bytes. */
  #head(size: number, fix: number, fixMax: number, tag16: number): void {
    if (size <= fixMax) this.#byte(fix | size);
    else if (size <= 0xffff) this.#tagged(tag16, size, 2);
    else this.#tagged(tag16 + 1, size, 4);
  }

  #sizes(size: number, tag8: number): void {
    if (size <= 0xff) this.#tagged(tag8, size, 1);
    else if (size <= 0xffff) this.#tagged(tag8 + 1, size, 2);
    else this.#tagged(tag8 + 2, size, 4);
  }

  #rawHead(size: number): void {
    if (this.#local && size > 0x1f && size <= 0xff) this.#tagged(0xd9, size, 1);
    else this.#head(size, 0xa0, 0x1f, 0xda);
  }

  #text(text: string): void {
    const size = Buffer.byteLength(text, "utf8");
    this.#rawHead(size);
    const at = this.#reserve(size);
    this.#buffer.write(text, at, size, "utf8");
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) this.#integer(value);
    else if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 64) this.#bigint(BigInt(value));
    else this.#float(value);
  }

  #integer(value: number): void {
    if (value >= 0) {
      if (value < 0x80) this.#byte(value);
      else if (value <= 0xff) this.#tagged(0xcc, value, 1);
      else if (value <= 0xffff) this.#tagged(0xcd, value, 2);
      else if (value <= 0xffff_ffff) this.#tagged(0xce, value, 4);
      else this.#wide(BigInt(value));
    } else if (value >= -0x20) this.#byte(value + 0x100);
    else if (value >= -0x80) this.#tagged(0xd0, value + 0x100, 1);
    else if (value >= -0x8000) this.#tagged(0xd1, value + 0x1_0000, 2);
    else if (value >= -0x8000_0000) this.#tagged(0xd2, value + 0x1_0000_0000, 4);
    else this.#wide(BigInt(value));
  }

  #bigint(value: bigint): void {
    if (value > MAX_UINT64 || value < MIN_INT64) this.#text(value.toString());
    else if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) this.#integer(Number(value));
    else this.#wide(value);
  }

  #wide(value: bigint): void {
    const at = this.#reserve(9);
    this.#buffer[at] = value < 0n ? 0xd3 : 0xcf;
    if (value < 0n) this.#buffer.writeBigInt64BE(value, at + 1);
    else this.#buffer.writeBigUInt64BE(value, at + 1);
  }

  #float(value: number): void {
    const at = this.#reserve(9);
    this.#buffer[at] = 0xcb;
    this.#buffer.writeDoubleBE(value, at + 1);
  }

  #ext(ext: Ext): void {
    const size = ext.data.length;
    const fixed = [1, 2, 4, 8, 16].indexOf(size);
    if (fixed >= 0) this.#byte(0xd4 + fixed);
    else this.#sizes(size, 0xc7);
    const at = this.#reserve(1);
    this.#buffer.writeInt8(ext.type, at);
    this.#bytes(ext.data);
  }
}
