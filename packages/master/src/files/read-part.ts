import type { FileHandle } from "node:fs/promises";

/** At most `length` bytes from `at` on; fewer only at the end of the file, which is at `size`. */
export async function readPart(handle: FileHandle, at: number, length: number, size: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
