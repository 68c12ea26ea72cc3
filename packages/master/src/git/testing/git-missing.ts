import { spawnSync } from "node:child_process";

/** Whether the machine has no `git`: users without gitfs need none. */
export const gitMissing = spawnSync("git", ["--version"]).status !== 0;

if (gitMissing) console.warn("skipped: what needs the git program, which is not installed");
