import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Gives a path for a new file each time; all of them go after the tests of the file. */
export function scratchFiles(): () => string {
  const folder = mkdtempSync(join(tmpdir(), "salina-store-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return () => join(folder, `store-${count++}.db`);
}
