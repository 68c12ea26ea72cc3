import { spawnSync } from "node:child_process";

export interface Command {
  readonly line: string;
  /** By `/bin/sh`, or split into words and run without one. */
  readonly how: "shell" | "program";
  readonly directory?: string;
  readonly stdin?: string | Uint8Array;
  readonly environment?: ReadonlyMap<string, string>;
  /** The shell, where it is not `/bin/sh`. */
  readonly shell?: string;
  readonly timeoutMs?: number;
}

export interface CommandResult {
  /** Without line ends at their ends. */
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly pid: number;
}

/** Runs a command to its end, as the master's account. @throws Error when it cannot be started, or takes too long */
export type RunCommand = (command: Command) => CommandResult;

const maxOutputBytes = 16 << 20;

/** For threads that may wait. @param limitMs after which a command is ended */
export function commandRunner(limitMs: number): RunCommand {
  return ({ line, how, directory, stdin, environment, shell = "/bin/sh", timeoutMs = limitMs }) => {
    const [program = "", ...args] = how === "shell" ? [shell, "-c", line] : splitWords(line);
    const done = spawnSync(program, args, {
      input: stdin ?? "",
      cwd: directory,
      env: environment ? { ...process.env, ...Object.fromEntries(environment) } : process.env,
      timeout: Math.min(timeoutMs, limitMs),
      killSignal: "SIGKILL",
      maxBuffer: maxOutputBytes,
    });
    if (done.error) throw new Error(`'${line}' failed: ${reasonOf(done.error, limitMs)}`);
    return {
      stdout: done.stdout.toString("utf8").replace(/[\r\n]+$/, ""),
      stderr: done.stderr.toString("utf8").replace(/[\r\n]+$/, ""),
      code: done.status ?? -1,
      pid: done.pid,
    };
  };
}

function reasonOf(error: Error & { code?: string }, limitMs: number): string {
  if (error.code === "ETIMEDOUT") return `it took longer than ${limitMs / 1000} s`;
  if (error.code === "ENOBUFS") return `it printed more than ${maxOutputBytes} bytes`;
  return error.message;
}

/** One word for a shell, whatever stands in it. */
export function shellQuoted(text: string): string {
  return /^[\w.@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Words as a POSIX shell splits them, without expanding anything. @source Python's shlex.split */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] ?? "";
    if (/\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (sign === "'") {
      const end = line.indexOf("'", i + 1);
      if (end < 0) throw new Error(`no closing quotation in '${line}'`);
      word = (word ?? "") + line.slice(i + 1, end);
      i = end;
    } else if (sign === '"') {
      word ??= "";
      for (i++; line[i] !== '"'; i++) {
        if (i >= line.length) throw new Error(`no closing quotation in '${line}'`);
        if (line[i] === "\\" && /["\\]/.test(line[i + 1] ?? "")) i++;
        word += line[i];
      }
    } else {
      if (sign === "\\") i++;
      word = (word ?? "") + (line[i] ?? "");
    }
  }
  return word === null ? words : [...words, word];
}
