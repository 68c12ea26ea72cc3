import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const bundle = resolve(import.meta.dirname, "../../bundle");
const isBuilt = existsSync(bundle);
if (!isBuilt) console.log("SKIPPED: the bundle of the commands: npm run build makes it");

describe.skipIf(!isBuilt)("the bundle of", () => {
  test.each(["salt", "salt-key", "salt-run", "salt-cp", "salina"])(
    "%s stands alone, without a native module",
    (name) => {
      const dir = mkdtempSync(join(tmpdir(), "salina-bundle-"));
      try {
        const file = join(dir, `${name}.mjs`);
        writeFileSync(file, readFileSync(join(bundle, `${name}.mjs`)));
        // Only the YAML library can read this, so that it is loaded too.
        writeFileSync(join(dir, "master"), 'salina: {socket: "/nonexistent/\\u0041"}\n');
        const version = spawnSync(process.execPath, ["--no-addons", file, "--version"]);
        expect(version.stderr.toString()).toBe("");
        expect(version.stdout.toString()).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(Salina\\)\n$`));
        const words = { "salt-cp": ["x", file, "y"], salina: ["graph", "x"] }[name] ?? ["x", "test.ping"];
        const ran = spawnSync(process.execPath, ["--no-addons", file, "-c", dir, ...words]);
        expect(ran.stderr.toString()).toBe(
          "[ERROR   ] No master answers at /nonexistent/A: connect ENOENT /nonexistent/A\n",
        );
      } finally {
        rmSync(dir, { recursive: true });
      }
    },
  );
});
