import { decode, type Value } from "@salina/wire";

/** What a thread or the daemon has packed. @throws Error for bytes that are none of it */
export function unpacked(bytes: Uint8Array): Value {
  const read = decode(bytes, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok) throw new Error(read.fault.text);
  return read.value;
}
