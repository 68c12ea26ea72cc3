import { spawn } from "node:child_process";

/** Tells the process that started this one with `--daemon` that the master is ready. */
export function reportReady(): void {
  process.send?.("ready");
  if (process.connected) process.disconnect();
}

/**
 * Starts the same command again without a terminal and waits until it is ready, so that the exit code tells whether the
 * master came up.
 * @returns the exit code for the process in the foreground
 */
export function startInBackground(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? "", ...args], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve) => {
    child.once("message", () => {
      child.disconnect();
      child.unref();
      resolve(0);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
