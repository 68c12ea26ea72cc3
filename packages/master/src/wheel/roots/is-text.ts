const blockBytes = 512;
const textBytes: ReadonlySet<number> = new Set([...Array(95).keys()].map((n) => n + 32).concat(8, 9, 10, 12, 13));

/** Whether the beginning of a file looks like text: no zero byte, and UTF-8 or mostly letters. @source salt/utils/files.py, is_text */
export function isText(bytes: Uint8Array): boolean {
  const block = bytes.subarray(0, blockBytes);
  if (block.includes(0)) return false;
  if (isUtf8(block)) return true;
  const others = block.filter((byte) => !textBytes.has(byte)).length;
  return others / block.length <= 0.3;
}

/** The text of bytes that are UTF-8 throughout; null: they are not. */
export function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isUtf8(block: Uint8Array): boolean {
  return asUtf8(block) !== null;
}
