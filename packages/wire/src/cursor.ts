import { DEFAULT_LIMITS, DEPTH_CEILING, type DecodeLimits } from "./limits.js";
import type { WireFault, WireFaultCode } from "./result.js";

/** Kind of the value a header announces. Scalars that are complete in the header are `int`, `float` and `simple`. */
export type Kind = "int" | "float" | "simple" | "raw" | "bin" | "array" | "map" | "ext";

/**
 * Walks over the headers of a msgpack message. It checks every announced size against the bytes that are left and
 * against the limits, so whoever reads through it can trust `length`.
 *
 * @source msgpack specification, old (raw) and new dialect
 */
export class Cursor {
  readonly buffer: Buffer;
  readonly #maxDepth: number;
  readonly #maxContainer: number;
  #elementsLeft: number;
  position = 0;
  fault: WireFault | undefined;

  /** Of the last header: scalar value, or size in bytes (raw, bin, ext) or entries (array, map), and ext type. */
  scalar: null | boolean | number | bigint = null;
  length = 0;
  extType = 0;

  constructor(bytes: Uint8Array, limits: DecodeLimits) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#maxDepth = Math.min(limits.maxDepth ?? DEFAULT_LIMITS.maxDepth, DEPTH_CEILING);
    this.#elementsLeft = limits.maxElements ?? DEFAULT_LIMITS.maxElements;
    this.#maxContainer = limits.maxContainer ?? DEFAULT_LIMITS.maxContainer;
    const maxBytes = limits.maxBytes ?? DEFAULT_LIMITS.maxBytes;
    if (bytes.byteLength > maxBytes) this.fail("too-large", `${bytes.byteLength} bytes, ${maxBytes} are allowed`);
  }

  fail(code: WireFaultCode, text: string): undefined {
    this.fault ??= { code, text, at: this.position };
    return undefined;
  }

  /** Reads the header at the position and moves behind it; undefined (and `fault`) when it cannot be. */
  next(depth: number): Kind | undefined {
    if (this.fault !== undefined) return undefined;
    if (this.position >= this.buffer.length) return this.fail("truncated", "the message ends where a value should be");
    if (--this.#elementsLeft < 0) return this.fail("too-many-elements", "more values than are allowed");
    const head = this.buffer[this.position++] ?? 0;
    if (head < 0x80) return this.#scalar("int", head);
    if (head < 0x90) return this.#container("map", head & 0x0f, depth);
    if (head < 0xa0) return this.#container("array", head & 0x0f, depth);
    if (head < 0xc0) return this.#blob("raw", head & 0x1f);
    if (head >= 0xe0) return this.#scalar("int", head - 0x100);
    return this.#long(head, depth);
  }

  /** Moves behind `length` bytes of the last raw, bin or ext and returns where they began. */
  take(): number {
    const from = this.position;
    this.position += this.length;
    return from;
  }

  #long(head: number, depth: number): Kind | undefined {
    switch (head) {
      case 0xc0:
        return this.#scalar("simple", null);
      case 0xc2:
        return this.#scalar("simple", false);
      case 0xc3:
        return this.#scalar("simple", true);
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#sized("bin", 1 << (head - 0xc4));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#ext(1 << (head - 0xc7), 0);
      case 0xca:
      case 0xcb:
        return this.#float(head === 0xca ? 4 : 8);
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf:
        return this.#integer(1 << (head - 0xcc), false);
      case 0xd0:
      case 0xd1:
      case 0xd2:
      case 0xd3:
        return this.#integer(1 << (head - 0xd0), true);
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#ext(0, 1 << (head - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#sized("raw", 1 << (head - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#counted("array", head === 0xdc ? 2 : 4, depth);
      case 0xde:
      case 0xdf:
        return this.#counted("map", head === 0xde ? 2 : 4, depth);
      default:
        this.position--;
        return this.fail("bad-type", "0xc1 starts no value");
    }
  }

  #has(size: number): boolean {
    if (this.buffer.length - this.position >= size) return true;
    this.fail("truncated", "the message ends within a value");
    return false;
  }

  #scalar(kind: Kind, value: null | boolean | number | bigint): Kind {
    this.scalar = value;
    return kind;
  }

  #unsigned(size: number): number | undefined {
    if (!this.#has(size)) return undefined;
    const value = this.buffer.readUIntBE(this.position, size);
    this.position += size;
    return value;
  }

  #integer(size: number, signed: boolean): Kind | undefined {
    if (!this.#has(size)) return undefined;
    const at = this.position;
    this.position += size;
    if (size < 8) {
      return this.#scalar("int", signed ? this.buffer.readIntBE(at, size) : this.buffer.readUIntBE(at, size));
    }
    const wide = signed ? this.buffer.readBigInt64BE(at) : this.buffer.readBigUInt64BE(at);
    const narrow = Number(wide);
    return this.#scalar("int", Number.isSafeInteger(narrow) ? narrow : wide);
  }

  #float(size: 4 | 8): Kind | undefined {
    if (!this.#has(size)) return undefined;
    const at = this.position;
    this.position += size;
    return this.#scalar("float", size === 4 ? this.buffer.readFloatBE(at) : this.buffer.readDoubleBE(at));
  }

  #blob(kind: Kind, length: number): Kind | undefined {
    if (!this.#has(length)) return undefined;
    this.length = length;
    return kind;
  }

  #sized(kind: Kind, headerSize: number): Kind | undefined {
    const length = this.#unsigned(headerSize);
    return length === undefined ? undefined : this.#blob(kind, length);
  }

  #ext(headerSize: number, fixed: number): Kind | undefined {
    const length = headerSize === 0 ? fixed : this.#unsigned(headerSize);
    if (length === undefined || !this.#has(1)) return undefined;
    this.extType = this.buffer.readInt8(this.position++);
    return this.#blob("ext", length);
  }

  #counted(kind: "array" | "map", headerSize: number, depth: number): Kind | undefined {
    const entries = this.#unsigned(headerSize);
    return entries === undefined ? undefined : this.#container(kind, entries, depth);
  }

  #container(kind: "array" | "map", entries: number, depth: number): Kind | undefined {
    if (depth >= this.#maxDepth) return this.fail("too-deep", `more than ${this.#maxDepth} levels`);
    // Each value takes at least a byte: an announced size beyond that is a lie, and nothing was allocated for it yet.
    const least = kind === "map" ? entries * 2 : entries;
    if (least > this.buffer.length - this.position) return this.fail("truncated", "fewer values than announced");
    if (entries > this.#maxContainer || least > this.#elementsLeft) {
      return this.fail("too-many-elements", `${entries} entries in one ${kind}`);
    }
    this.length = entries;
    return kind;
  }
}
