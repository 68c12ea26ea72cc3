import { spawnSync } from "node:child_process";
import type { Decrypt } from "@salina/render";

/** Decrypts with the keys of one directory, by the `gpg` program. @source salt/renderers/gpg.py */
export function gpgDecrypt(keyDirectory: string, timeoutMs: number, onFailure: (reason: string) => void): Decrypt {
  return (armoured) => {
    const done = spawnSync("gpg", ["--homedir", keyDirectory, "--status-fd", "2", "--no-tty", "--batch", "-d"], {
      input: armoured,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: 16 << 20,
    });
    if (done.stdout?.length > 0) return done.stdout;
    onFailure(done.error ? done.error.message : lastWords(done.stderr.toString("utf8")));
    return undefined;
  };
}

/** The lines for people: those of `--status-fd` are for programs. */
function lastWords(stderr: string): string {
  return stderr
    .split("\n")
    .filter((line) => line.startsWith("gpg: "))
    .slice(-2)
    .join("; ");
}
