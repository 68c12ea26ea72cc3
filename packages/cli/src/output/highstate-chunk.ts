import { Float, pyStr, rightStrip, strip, type Value, type ValueMap } from "@salina/wire";
import { nested } from "./nested.js";
import { OutputFailure, type OutputSettings } from "./outputter.js";
import { wrapText } from "./wrap.js";

/** What one state returned. */
export interface Chunk {
  readonly module: string;
  readonly id: string;
  readonly name: string;
  /** Name as the state's key has it. */
  readonly keyName: string;
  readonly fun: string;
  /** True, false, or null in test mode. */
  readonly result: Value;
  readonly changes: Value;
  readonly comment: Value;
  readonly data: Value | undefined;
  readonly warnings: readonly string[];
  readonly startTime: Value | undefined;
  readonly duration: Value | undefined;
  readonly isParallel: boolean;
  readonly runNumber: number;
}

/** @param key `MODULE_|-ID_|-NAME_|-FUNCTION` */
export function readChunk(key: string, chunk: ValueMap): Chunk {
  const parts = key.split("_|-");
  const warnings = chunk.get("warnings");
  const runNumber = chunk.get("__run_num__");
  const name = chunk.get("name");
  return {
    module: parts[0] ?? "",
    id: parts[1] ?? "",
    keyName: parts[2] ?? "",
    fun: parts.at(-1) ?? "",
    name: typeof name === "string" ? name : "",
    result: chunk.get("result") ?? null,
    changes: chunk.get("changes") ?? null,
    comment: chunk.get("comment") ?? "",
    data: chunk.get("data"),
    warnings: Array.isArray(warnings) ? warnings.map(pyStr) : [],
    startTime: chunk.get("start_time"),
    duration: chunk.get("duration"),
    isParallel: chunk.has("__parallel__"),
    runNumber: typeof runNumber === "number" ? runNumber : 0,
  };
}

export interface ChangesText {
  readonly changed: boolean;
  readonly text: string;
}

export function formatChanges(changes: Value, settings: OutputSettings): ChangesText {
  if (isEmpty(changes)) return { changed: false, text: "" };
  if (!(changes instanceof Map)) return { changed: true, text: `Invalid Changes data: ${pyStr(changes)}` };
  return { changed: true, text: `\n${rightStrip(nested(changes, settings, { retcode: 0, indent: 14 }))}` };
}

function isEmpty(value: Value): boolean {
  if (value instanceof Map) return value.size === 0;
  if (Array.isArray(value)) return value.length === 0;
  const plain = value instanceof Float ? value.value : value;
  return plain === null || plain === false || plain === "" || plain === 0;
}

export interface ChunkText {
  readonly lines: readonly string[];
  /** False when it stands in one line, or was left out. */
  readonly full: boolean;
}

export function formatChunk(chunk: Chunk, changes: ChangesText, settings: OutputSettings): ChunkText {
  const { mode, exclude, terse } = settings.state;
  const result = pyStr(chunk.result);
  const failed = chunk.result === false;
  let short = mode.startsWith("terse") || (mode.startsWith("mixed") && !failed);
  short ||= mode.startsWith("changes") && !failed && chunk.result !== null && !changes.changed;
  if (mode.startsWith("filter")) {
    short = terse.includes(result);
    if (!short && exclude.includes(result)) return { lines: [], full: false };
  }
  const shown = mode.endsWith("_id") ? { ...chunk, keyName: chunk.id } : chunk;
  if (short) return { lines: [terseLine(shown, changes, settings)], full: false };
  return { lines: fullLines(shown, changes, settings), full: true };
}

function chunkColor(chunk: Chunk, changes: ChangesText, { colors }: OutputSettings): string {
  if (chunk.result === false) return colors.RED;
  if (chunk.result === null) return colors.LIGHT_YELLOW;
  return changes.changed ? colors.CYAN : colors.GREEN;
}

function fullLines(chunk: Chunk, changes: ChangesText, settings: OutputSettings): string[] {
  const { colors, state } = settings;
  const color = chunkColor(chunk, changes, settings);
  const line = (label: string, text: string) => `    ${color}${label.padStart(8)}: ${text}${colors.ENDC}`;
  const lines = [
    `${color}----------${colors.ENDC}`,
    line("ID", chunk.id),
    line("Function", `${chunk.module}.${chunk.fun}`),
  ];
  if (chunk.id !== chunk.keyName) lines.push(line("Name", chunk.keyName));
  lines.push(line("Result", pyStr(chunk.result)), line("Comment", commentText(chunk)));
  if (state.profile && chunk.startTime !== undefined) {
    const duration = chunk.duration === undefined || chunk.duration === "" ? "" : `${pyStr(chunk.duration)} ms`;
    lines.push(line("Started", pyStr(chunk.startTime)), line("Duration", duration));
  }
  lines.push(`${color}     Changes:   ${changes.text}${colors.ENDC}`);
  if (chunk.warnings.length > 0) {
    const text = wrapText(chunk.warnings.join("\n"), 80, " ".repeat(14)).trimStart();
    lines.push(`   ${colors.LIGHT_RED} Warnings: ${text}${colors.ENDC}`);
  }
  return lines;
}

function commentText({ comment, data }: Chunk): string {
  const text = strip(pyStr(comment)).replaceAll("\n", `\n${" ".repeat(14)}`);
  if (data === undefined) return text;
  if (Array.isArray(data)) return [text, ...data.map(pyStr)].join(" ");
  if (!(data instanceof Map)) return `${text} ${pyStr(data)}`;
  return [text, ...Array.from(data, ([key, value]) => `${pyStr(key)}: ${pyStr(value)}`)].join("\n\t\t");
}

function terseLine(chunk: Chunk, changes: ChangesText, settings: OutputSettings): string {
  const { colors, state } = settings;
  const color = chunkColor(chunk, changes, settings);
  const result = terseResult(chunk);
  const timed = state.profile && chunk.startTime !== undefined;
  if (timed && chunk.duration === undefined) throw new OutputFailure("a start time without a duration");
  const started = pyStr(chunk.startTime ?? "");
  const duration = pyStr(chunk.duration ?? "");
  const warnings = chunk.warnings.join("\n");
  if (state.tabular) {
    const before = warnings ? `${colors.LIGHT_RED}Warnings:\n${warnings}${colors.ENDC}\n` : "";
    const time = timed ? `${started} [${duration.padStart(7)} ms] ` : "";
    const fun = `${chunk.module.padStart(10)}.${chunk.fun.padEnd(10)}`;
    return `${before}${color}${time}${fun} ${result.padEnd(7)}   Name: ${chunk.keyName}${colors.ENDC}`;
  }
  const before = warnings ? `${colors.LIGHT_RED}Warnings:\n${warnings}${colors.ENDC}` : "";
  const time = timed ? ` - Started: ${started} - Duration: ${duration} ms` : "";
  const fun = `${chunk.module}.${chunk.fun}`;
  return `${before} ${color} Name: ${chunk.keyName} - Function: ${fun} - Result: ${result}${time}${colors.ENDC}`;
}

function terseResult(chunk: Chunk): string {
  if (chunk.result === false) return "Failed";
  if (chunk.result === null) return "Differs";
  return isEmpty(chunk.changes) ? "Clean" : "Changed";
}
