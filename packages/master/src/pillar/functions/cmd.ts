import { statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { isMap, type Value } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import type { CommandResult } from "../run-command.js";
import { type FunctionContext, type FunctionModule, functionOf, type MasterFunction } from "./master-function.js";

const commandParameters = ["cmd", "cwd", "stdin", "shell", "env", "timeout", "python_shell", "ignore_retcode"];

interface CommandKind {
  /** What it prints on its two ways comes as one. */
  readonly together?: boolean;
  /** By a shell in any case: otherwise only where `python_shell` says so. */
  readonly shell?: boolean;
}

function command(show: (done: CommandResult) => Value, kind: CommandKind = {}): MasterFunction {
  return functionOf(commandParameters, (given, context) => show(executed(given, context, kind)), { more: true });
}

function executed(given: Parameters, { run }: FunctionContext, { together, shell }: CommandKind): CommandResult {
  const cmd = given.value("cmd");
  const line = Array.isArray(cmd) ? cmd.map((word) => quoted(String(word))).join(" ") : given.text("cmd");
  const env = given.value("env");
  const environment = isMap(env)
    ? new Map([...env].map(([key, value]): [string, string] => [String(key), String(value)]))
    : undefined;
  const seconds = given.number("timeout", 0);
  const byShell = shell === true || given.flag("python_shell");
  const done = run({
    line: together && byShell ? `exec 2>&1\n${line}` : line,
    how: byShell ? "shell" : "program",
    ...(given.value("cwd") === null ? {} : { directory: given.text("cwd") }),
    ...(given.value("stdin") === null ? {} : { stdin: given.text("stdin") }),
    ...(given.value("shell") === null ? {} : { shell: given.text("shell") }),
    ...(environment ? { environment } : {}),
    ...(seconds > 0 ? { timeoutMs: seconds * 1000 } : {}),
  });
  if (!together || byShell || done.stderr === "") return done;
  return { ...done, stdout: [done.stdout, done.stderr].filter((text) => text !== "").join("\n") };
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** On the master, as the master's account. Without `python_shell` a line is words, not a shell's. @source salt/modules/cmdmod.py */
export const cmdFunctions: FunctionModule = {
  run: command(({ stdout }) => stdout, { together: true }),
  shell: command(({ stdout }) => stdout, { together: true, shell: true }),
  run_stdout: command(({ stdout }) => stdout),
  run_stderr: command(({ stderr }) => stderr),
  retcode: command(({ code }) => code),
  run_all: command(
    ({ pid, code, stdout, stderr }) =>
      new Map<Value, Value>([
        ["pid", pid],
        ["retcode", code],
        ["stdout", stdout],
        ["stderr", stderr],
      ]),
  ),
  which: functionOf(["cmd"], (given) => which(given.text("cmd"))),
  has_exec: functionOf(["cmd"], (given) => which(given.text("cmd")) !== null),
};

function which(name: string): string | null {
  for (const directory of (process.env["PATH"] ?? "").split(delimiter)) {
    const found = statSync(join(directory, name), { throwIfNoEntry: false });
    if (found?.isFile() && (found.mode & 0o111) !== 0) return join(directory, name);
  }
  return null;
}
