/** All that a command has to do with the world around it. */
export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Chunks of text or UTF-8. */
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal. */
  readonly isTTY: boolean;
  /** Its size, where standard error is the same terminal. */
  readonly terminal?: () => { readonly columns: number; readonly rows: number };
  /** `--log-level`, and what stands before each line of the log. */
  readonly log?: { readonly level: string; readonly prefix: string };
  /** Aborted by Ctrl-C. Without one, an interrupt ends the process. */
  readonly interrupt?: AbortSignal;
}

export interface Sink {
  write(text: string): unknown;
}

/** Exit codes that are not a minion's. */
export const exitCodes = { ok: 0, failed: 1, nothingReturned: 2, incomplete: 42, usage: 64 } as const;

/** Ends a command with text for the user; `main` turns it into output and exit code. */
export class Exit extends Error {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;

  constructor(code: number, text: { readonly stdout?: string; readonly stderr?: string } = {}) {
    super(text.stderr ?? text.stdout ?? "");
    this.name = "Exit";
    this.code = code;
    this.stdout = text.stdout ?? "";
    this.stderr = text.stderr ?? "";
  }
}

/** Runs a command to its exit code. Only programming errors come through as exceptions. */
export async function exitCodeOf(io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    if (error.stdout) io.stdout.write(error.stdout);
    if (error.stderr) io.stderr.write(error.stderr);
    return error.code;
  }
}

/** A line on standard error as Salt's console log writes it. */
export function logLine(io: Io, level: "ERROR" | "WARNING", text: string): void {
  const { level: lowest, prefix } = io.log ?? { level: "warning", prefix: "" };
  const silenced = level === "ERROR" ? ["critical", "quiet"] : ["error", "critical", "quiet"];
  if (!silenced.includes(lowest)) io.stderr.write(`${prefix}[${level.padEnd(8)}] ${text}\n`);
}

/** The same world with the log that options ask for; below `--out=yaml` log lines are comments. */
export function withLog(io: Io, { given }: { readonly given: ReadonlyMap<string, unknown> }): Io {
  const level = String(given.get("log_level") ?? "warning");
  return { ...io, log: { level, prefix: given.get("output") === "yaml" ? "# " : "" } };
}

export async function readAll(stdin: Io["stdin"]): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stdin) text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
