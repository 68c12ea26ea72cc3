import { createHash } from "node:crypto";
import type { Value } from "@salina/wire";

export const bytesOf = (value: Value) => (value instanceof Uint8Array ? value : Buffer.from(String(value)));

/** Hex. @throws Error for an algorithm that there is none of */
export function digest(of: Uint8Array, algorithm: string): string {
  try {
    return createHash(algorithm).update(of).digest("hex");
  } catch {
    throw new Error(`there is no checksum '${algorithm}'`);
  }
}
