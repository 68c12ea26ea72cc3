import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { optionsOf } from "../options/command.js";
import { bashCompletion } from "./bash.js";
import { allCommands } from "./commands.js";
import { fishCompletion } from "./fish.js";
import { manPage } from "./man.js";
import { zshCompletion } from "./zsh.js";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "salina-shell-"));
  writeFileSync(join(dir, "salina"), "#!/bin/sh\necho $2-one\necho $2-two\n");
  chmodSync(join(dir, "salina"), 0o755);
  writeFileSync(join(dir, "bash"), bashCompletion(allCommands));
  writeFileSync(join(dir, "zsh"), zshCompletion(allCommands));
  writeFileSync(join(dir, "fish"), fishCompletion(allCommands));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function offeredByBash(words: readonly string[]): string[] {
  const script = `source ${dir}/bash; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _${words[0]?.replaceAll("-", "_")}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["-c", script], { env: { ...process.env, PATH: `${dir}:${process.env["PATH"]}` } });
  return out
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}

describe("bash offers", () => {
  test.each([
    [
      ["salt", ""],
      ["targets-one", "targets-two"],
    ],
    [["salt", "-t", "5", "web1", "functions-t"], ["functions-two"]],
    [["salt", "--out", "js"], ["json"]],
    [
      ["salt", "--batch-s"],
      ["--batch-size", "--batch-safe-limit", "--batch-safe-size"],
    ],
    [
      ["salt-key", "-a", ""],
      ["pending-one", "pending-two"],
    ],
    [["salt-key", "--delete", "keys-o"], ["keys-one"]],
    [
      ["salt-run", ""],
      ["runners-one", "runners-two"],
    ],
    [
      ["salina", "comp"],
      ["completion", "complete"],
    ],
    [["salt", "-t", ""], []],
  ])("for %j %j", (words, offered) => {
    expect(offeredByBash(words)).toEqual(offered);
  });
});

test.each(["zsh", "fish"])("%s reads its completion without a complaint", (shell) => {
  const ran = spawnSync(shell, ["-n", join(dir, shell)]);
  if (ran.error) {
    console.log(`SKIPPED: completion for ${shell}: it is not installed`);
    return;
  }
  expect(ran.stderr.toString()).toBe("");
  expect(ran.status).toBe(0);
});

test.each(allCommands.map((command) => [command.program, command] as const))(
  "the manual page and the completions of %s name every option",
  (_, command) => {
    const page = manPage(command);
    const shells = [bashCompletion, zshCompletion].map((make) => make([command]));
    const fish = fishCompletion([command]);
    for (const flag of optionsOf(command).flatMap(({ flags }) => flags)) {
      expect(page).toContain(`\\fB${flag.replaceAll("-", "\\-")}\\fR`);
      for (const text of shells) expect(text).toContain(flag);
      expect(fish).toContain(flag.startsWith("--") ? `-l ${flag.slice(2)} ` : `-s ${flag.slice(1)} `);
    }
  },
);
