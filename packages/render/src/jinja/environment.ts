import { pythonText, type Value } from "@salina/wire";
import type { TemplateOptions } from "../values.js";
import { DEFAULT_SYNTAX, type Syntax } from "./template/syntax.js";

const TEXTS = new Map<string, keyof Syntax>([
  ["block_start_string", "blockStart"],
  ["block_end_string", "blockEnd"],
  ["variable_start_string", "variableStart"],
  ["variable_end_string", "variableEnd"],
  ["comment_start_string", "commentStart"],
  ["comment_end_string", "commentEnd"],
  ["line_statement_prefix", "lineStatementPrefix"],
  ["line_comment_prefix", "lineCommentPrefix"],
  ["newline_sequence", "newlineSequence"],
]);

const SWITCHES = new Map<string, keyof Syntax>([
  ["trim_blocks", "trimBlocks"],
  ["lstrip_blocks", "lstripBlocks"],
  ["keep_trailing_newline", "keepTrailingNewline"],
]);

/** The syntax that options ask for. What Jinja2 does not know is left out, as Salt does. */
export function syntaxOf(options: TemplateOptions, header: ReadonlyMap<string, Value>): Syntax {
  const made: Record<string, unknown> = { ...DEFAULT_SYNTAX };
  if (options.trimBlocks !== undefined) made["trimBlocks"] = options.trimBlocks;
  if (options.lstripBlocks !== undefined) made["lstripBlocks"] = options.lstripBlocks;
  for (const [key, value] of [...(options.environment ?? []), ...header]) {
    const name = key.toLowerCase();
    const text = TEXTS.get(name);
    const toggle = SWITCHES.get(name);
    if (text !== undefined && typeof value === "string" && value !== "") made[text] = value;
    else if (toggle !== undefined) made[toggle] = isOn(value);
  }
  return made as unknown as Syntax;
}

function isOn(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && pythonText(value) !== "";
}

/** Whether printing what is undefined is allowed there is not the environment's to say. */
export interface FileHeader {
  readonly options: ReadonlyMap<string, Value>;
  readonly source: string;
}

/**
 * Takes the `#jinja2: {"trim_blocks": true}` line from a template, which may follow a `#!jinja|yaml` line.
 *
 * @source salt/utils/templates.py, parse_jinja_file_opts
 */
export function takeHeader(source: string): FileHeader {
  const found = /^((?:#!(?!\/)[^\r\n]*(?:\r\n|\r|\n))?)#jinja2:([^\r\n]*)(?:\r\n|\r|\n|$)/.exec(source);
  const [whole = "", before = "", payload = ""] = found ?? [];
  if (payload.trim() === "") return { options: new Map(), source };
  try {
    const parsed: unknown = JSON.parse(payload);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return { options: new Map(), source };
    const scalars = Object.entries(parsed).filter(
      (entry): entry is [string, string | boolean] => typeof entry[1] === "string" || typeof entry[1] === "boolean",
    );
    return { options: new Map(scalars), source: before + source.slice(whole.length) };
  } catch {
    // Salt ignores a header that is no JSON.
    return { options: new Map(), source };
  }
}
