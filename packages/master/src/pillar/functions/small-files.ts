import { readFileSync, statSync } from "node:fs";

const maxFileBytes = 16 << 20;

export function stats(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

export function readSmall(path: string): Buffer {
  const found = stats(path);
  if (!found?.isFile()) throw new Error(`${path} is no file`);
  if (found.size > maxFileBytes) throw new Error(`${path} is larger than ${maxFileBytes} bytes`);
  return readFileSync(path);
}
