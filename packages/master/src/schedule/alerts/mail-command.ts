import { spawn } from "node:child_process";
import type { Alert, AlertTarget } from "./alert.js";
import { alertBody } from "./webhook.js";

export interface MailCommandOptions {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly [string, ...string[]];
  /** Null: the text comes without mail headers, as `mail -s` wants it. */
  readonly to: string | null;
  readonly timeoutMs: number;
  readonly masterId: string;
}

const maxErrorChars = 500;
const kept = ["PATH", "HOME", "LANG", "TZ"];

/** Hands alerts to a program, by its standard input. */
export function mailCommand(name: string, options: MailCommandOptions): AlertTarget {
  const [program, ...args] = options.command;
  return {
    name,
    deliver: (alert) =>
      new Promise((resolve, reject) => {
        const env = Object.fromEntries(kept.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])));
        // A group of its own: what the program starts ends with it.
        const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"], env, cwd: "/", detached: true });
        let errors = "";
        let isLate = false;
        const timer = setTimeout(() => {
          isLate = true;
          if (child.pid !== undefined) killGroup(child.pid);
        }, options.timeoutMs);
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
          if (errors.length < maxErrorChars) errors = (errors + text).slice(0, maxErrorChars);
        });
        child.once("error", (error) => {
          clearTimeout(timer);
          reject(new Error(`the command cannot be run: ${error.message}`));
        });
        child.once("close", (code) => {
          clearTimeout(timer);
          if (isLate) reject(new Error(`the command took longer than ${options.timeoutMs} ms`));
          else if (code === 0) resolve();
          else reject(new Error(`the command ended with ${code ?? "a signal"}: ${errors.trim()}`));
        });
        // A program that does not read ends by itself, or by the limit.
        child.stdin.on("error", () => undefined);
        child.stdin.end(mailText(alert, options));
      }),
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Ended meanwhile.
  }
}

/** Names of jobs have no line ends, so none of them can add a header. */
export function mailText(alert: Alert, { to, masterId }: Pick<MailCommandOptions, "to" | "masterId">): string {
  const { run } = alert;
  const subject = `[${masterId}] scheduled job ${run.name}: ${run.outcome}`;
  const facts = Object.entries(alertBody(alert, masterId)).map(([key, value]) => `${key}: ${shown(value)}`);
  const encoded = /^[\x20-\x7e]*$/.test(subject) ? subject : `=?utf-8?B?${Buffer.from(subject).toString("base64")}?=`;
  const headers =
    to === null
      ? []
      : [`To: ${to}`, `Subject: ${encoded}`, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", ""];
  return `${[...headers, subject, "", ...facts].join("\n")}\n`;
}

/** One line: a lone point would end the mail for some programs. */
function shown(value: unknown): string {
  if (value === null) return "-";
  return (Array.isArray(value) ? value.join(", ") : String(value)).replace(/\p{Cc}+/gu, " ");
}
