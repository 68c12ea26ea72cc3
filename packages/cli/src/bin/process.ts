import type { Io } from "../io.js";

/** Runs a command in this process: its streams, its environment, Ctrl-C, and its exit code. */
export async function runProcess(main: (argv: readonly string[], io: Io) => Promise<number>): Promise<void> {
  const interrupt = new AbortController();
  process.once("SIGINT", () => {
    interrupt.abort();
    // A second Ctrl-C ends the process at once.
  });
  process.stdout.on("error", leaveOnClosedPipe);
  process.stderr.on("error", leaveOnClosedPipe);
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    isTTY: process.stdout.isTTY === true,
    ...(process.stdout.isTTY && process.stderr.isTTY
      ? { terminal: () => ({ columns: process.stdout.columns, rows: process.stdout.rows }) }
      : {}),
    interrupt: interrupt.signal,
  });
  process.stdin.destroy();
}

/** `salt ... | head` is no error. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}
