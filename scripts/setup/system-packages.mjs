import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./paths.mjs";
import { say } from "./say.mjs";
import { run } from "./spawn.mjs";

/**
 * With CI=true, as root on Debian: installs the packages that the tests' lab uses and that are not there. Elsewhere nothing is
 * installed, and tests say what they are skipped for.
 */
export async function ensureSystemPackages() {
  if (process.env.CI !== "true" || process.getuid?.() !== 0 || !isDebian()) return;
  const { isThere, labPackages } = await import(pathToFileURL(join(root, "packages/lab/dist/debian-packages.js")).href);
  const missing = [...new Set(labPackages.filter(({ program }) => !isThere(program)).map((one) => one.package))];
  if (missing.length === 0) return;
  say(`installing Debian packages for the tests: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"];
  const install = ["install", ...wait, "-y", "--no-install-recommends", ...missing];
  if ((await run("apt-get", install, { env, quiet: true })) === 0) return;
  // The lists may be old, or not there.
  await run("apt-get", ["update", ...wait], { env, quiet: true });
  if ((await run("apt-get", install, { env, quiet: true })) !== 0)
    say("some packages could not be installed: tests say what they are skipped for");
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
