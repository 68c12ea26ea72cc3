import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

export interface GitRun {
  /** The bare repository. */
  readonly dir: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
  /** Takes what git prints instead of it being returned. */
  readonly into?: (output: Readable) => Promise<void>;
}

/** Git ended with an error, took too long, or printed too much. The text is git's own: it may name the remote. */
export class GitError extends Error {
  override readonly name = "GitError";
}

const maxErrorChars = 2000;
/** Nothing that a repository or an account brings along is run, and nobody is asked for a password. */
const fixed = [
  ...["-c", "protocol.ext.allow=never", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"],
  ...["-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "credential.helper="],
];
const kept = ["PATH", "HOME", "SSH_AUTH_SOCK", "https_proxy", "http_proxy", "no_proxy", "HTTPS_PROXY", "NO_PROXY"];

/** Runs git, and gives what it printed. @throws GitError */
export async function runGit(run: GitRun): Promise<Buffer> {
  const child = spawn("git", [...fixed, `--git-dir=${run.dir}`, ...run.args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment(), ...run.env },
    cwd: "/",
    // A group of its own: the programs that git starts for a transport end with it.
    detached: true,
  });
  let problem: string | null = null;
  const end = (why: string) => {
    problem ??= why;
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // Ended meanwhile.
    }
  };
  const timer = setTimeout(() => end(`git took longer than ${run.timeoutMs} ms`), run.timeoutMs);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (errors.length < maxErrorChars) errors = (errors + text).slice(0, maxErrorChars);
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) => reject(new GitError(`git cannot be run: ${error.message}`)));
    child.once("close", (code) => resolve(code));
  });
  const output: Buffer[] = [];
  const taken = run.into
    ? run.into(child.stdout).catch((error: unknown) => end(String(error)))
    : collect(child.stdout, output, run.maxBytes ?? 1 << 28, end);
  try {
    const [code] = await Promise.all([closed, taken]);
    if (problem !== null) throw new GitError(problem);
    if (code !== 0) throw new GitError(errors.trim() || `git ended with ${code}`);
    return Buffer.concat(output);
  } finally {
    clearTimeout(timer);
  }
}

async function collect(from: Readable, output: Buffer[], maxBytes: number, end: (why: string) => void): Promise<void> {
  let bytes = 0;
  for await (const chunk of from as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return end(`git printed more than ${maxBytes} bytes`);
    output.push(chunk);
  }
}

function environment(): Record<string, string> {
  const env: Record<string, string> = {
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "/bin/false",
    SSH_ASKPASS: "/bin/false",
    GIT_SSH_COMMAND: "ssh -o BatchMode=yes",
  };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
