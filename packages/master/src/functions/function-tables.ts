import type { FunctionParameter, Functions, MasterFunction } from "./master-function.js";

/** The page with tables of these functions between `<!-- NAME: begin -->` and `<!-- NAME: end -->`. */
export function withFunctionTables(
  page: string,
  {
    name,
    functions,
    leftOut,
  }: {
    readonly name: string;
    readonly functions: Functions<never>;
    readonly leftOut: ReadonlyMap<string, string>;
  },
): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no ${begin} and ${end}`);
  return `${before}${begin}\n\n${servedTable(functions)}\n${leftOutTable(leftOut)}\n${end}${after}`;
}

function servedTable(functions: Functions<never>): string {
  return table(
    ["function", "takes", "what it does", "job record"],
    sorted(functions).map(([name, one]) => [`\`${name}\``, taken(one), one.doc, one.reads ? "" : "yes"]),
  );
}

function leftOutTable(leftOut: ReadonlyMap<string, string>): string {
  return table(
    ["left out", "why"],
    sorted(leftOut).map(([name, why]) => [`\`${name}\``, why]),
  );
}

function taken({ parameters, rest, keywords }: MasterFunction<never>): string {
  const words = parameters.map(word);
  if (rest !== undefined) words.push("...");
  if (keywords !== undefined) words.push("key=...");
  return words.map((one) => `\`${one}\``).join(" ");
}

function word({ name, default: standard }: FunctionParameter): string {
  if (standard === undefined) return name;
  return standard === null ? `[${name}]` : `[${name}=${standard}]`;
}

function sorted<T>(all: ReadonlyMap<string, T>): [string, T][] {
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return [head, head.map(() => "---"), ...rows].map(line).join("");
}
