/** A place in the text; line and column from 0, columns in code points. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Who found it: Salt words each differently. */
export type FaultKind = "reader" | "scanner" | "parser" | "composer" | "constructor" | "limit";

/**
 * What is wrong with a document, worded as libyaml and PyYAML word it.
 * @source yaml/error.py, class MarkedYAMLError
 */
export class YamlFault extends Error {
  readonly kind: FaultKind;
  readonly mark: Mark | null;
  readonly problem: string;

  constructor(kind: FaultKind, problem: string, mark: Mark | null, context = "", contextMark: Mark | null = null) {
    super(kind === "scanner" || kind === "reader" ? problem : textOf(problem, mark, context, contextMark));
    this.kind = kind;
    this.mark = mark;
    this.problem = problem;
  }
}

function textOf(problem: string, mark: Mark | null, context: string, contextMark: Mark | null): string {
  const same = contextMark !== null && mark !== null && contextMark.index === mark.index;
  const place = (at: Mark | null) =>
    at === null ? "" : `  in "<unicode string>", line ${at.line + 1}, column ${at.column + 1}`;
  return [context, same ? "" : place(contextMark), problem, place(mark)].filter((line) => line !== "").join("\n");
}
