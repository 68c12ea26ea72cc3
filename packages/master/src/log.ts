import pino, { type Logger } from "pino";
import type { LogConfig } from "./config/config.js";

/** Every line has an `event` with a stable name, and facts beside it. Never a key, a token or a payload. */
export type Log = Logger;

/** Untrusted text is cut to this in log lines. */
const maxTextLength = 256;

/**
 * Readable on a terminal, JSON otherwise; to the log file, where one is set, always JSON.
 * @param hide takes secrets out of a line
 */
export async function createLog(config: LogConfig, terminal: boolean, hide: (line: string) => string): Promise<Log> {
  const streams: pino.StreamEntry[] = [];
  if (config.level !== "silent") streams.push({ level: config.level, stream: await consoleStream(terminal) });
  if (config.file && config.fileLevel !== "silent") {
    streams.push({
      level: config.fileLevel,
      stream: pino.destination({ dest: config.file, mkdir: true, sync: false }),
    });
  }
  if (streams.length === 0) return pino({ level: "silent" });
  const lowest = streams.reduce((low, { level }) => Math.min(low, pino.levels.values[String(level)] ?? 30), 60);
  return pino(
    {
      level: pino.levels.labels[lowest] ?? "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: hide },
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.multistream(streams),
  );
}

async function consoleStream(terminal: boolean) {
  if (!terminal) return pino.destination({ dest: 2, sync: true });
  const pretty = await import("pino-pretty");
  return pretty.default({
    destination: 2,
    sync: true,
    colorize: true,
    ignore: "event",
    translateTime: "HH:MM:ss",
    singleLine: true,
  });
}

/** Text that came from outside, fit for a log line: cut, without control characters. */
export function untrusted(text: string): string {
  const cut = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
  // JSON escapes controls; this also takes bidi controls, which terminals obey.
  return cut.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
