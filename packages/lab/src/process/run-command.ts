import { spawn } from "node:child_process";

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** null: ended by a signal. */
  readonly code: number | null;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string;
  readonly timeoutMs?: number;
}

/** Runs a command to its end. Any exit code is an answer; a command that cannot start or takes too long is an error. */
export function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
  const { env = process.env, cwd, input = "", timeoutMs = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { env, ...(cwd === undefined ? {} : { cwd }), stdio: "pipe" });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const said = () => ({
      stdout: Buffer.concat(stdout).toString("utf8"),
      stderr: Buffer.concat(stderr).toString("utf8"),
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${[command, ...args].join(" ")}: not ended after ${timeoutMs / 1000} s: ${said().stderr}`));
    }, timeoutMs);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ ...said(), code });
    });
  });
}
