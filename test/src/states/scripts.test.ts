import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../interop/releases.js";

/** Every script that a bundled state installs. */
const states = join(checkout, "states");
const shellFiles = readdirSync(states, { recursive: true, encoding: "utf8" })
  .filter((file) => /\/files\/[^/]+$/.test(file))
  .map((file) => join(states, file))
  .filter((file) => statSync(file).isFile() && /^#(!\/bin\/sh| shellcheck shell=sh)/.test(readFileSync(file, "utf8")));
const scripts = shellFiles.filter((file) => readFileSync(file, "utf8").startsWith("#!"));
const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const needs = (program: string, name: string) => {
  if (!has(program)) console.log(`SKIPPED: scripts of bundled states with ${program}: needs package ${name}`);
  return has(program);
};

test.skipIf(!needs("shellcheck", "shellcheck")).each(shellFiles)("shellcheck finds nothing in %s", (script) => {
  expect(spawnSync("shellcheck", ["-x", script], { encoding: "utf8" }).stdout).toBe("");
});

const shells = [
  ...(needs("dash", "dash") ? [["dash"]] : []),
  ...(needs("busybox", "busybox-static") ? [["busybox", "sh"]] : []),
];
test.each(shells.flatMap((shell) => scripts.map((script) => [shell.join(" "), script, shell] as const)))(
  "%s shows the help of %s, and refuses a command that it does not know",
  (_name, script, [command = "", ...args]) => {
    expect(existsSync(script)).toBe(true);
    const help = spawnSync(command, [...args, script, "--help"], { encoding: "utf8" });
    expect([help.status, help.stdout, help.stderr]).toEqual([0, expect.stringMatching(/^usage: /im), ""]);
    const unknown = spawnSync(command, [...args, script, "--no-such-option"], { encoding: "utf8" });
    expect(unknown.status).not.toBe(0);
    expect(unknown.stderr).not.toBe("");
  },
);
