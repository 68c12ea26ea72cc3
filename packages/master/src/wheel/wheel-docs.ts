import type { FunctionParameter } from "../functions/master-function.js";
import { allWheel, wheelLeftOut } from "./all-wheel.js";

const begin = "<!-- wheel: begin -->";
const end = "<!-- wheel: end -->";

/** docs/wheel.md with the tables of this code. */
export function withWheelTables(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/wheel.md has no ${begin} and ${end}`);
  return `${before}${begin}\n\n${served()}\n${leftOut()}\n${end}${after}`;
}

function served(): string {
  const rows = [...allWheel.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => [
      `\`${one.name}\``,
      one.parameters.map(shown).join(", "),
      one.doc,
      one.reads ? "reads" : "changes",
      (one.secret ?? []).map((name) => `\`${name}\``).join(", "),
    ]);
  return table(["function", "takes", "does", "", "told to the caller only"], rows);
}

function leftOut(): string {
  return table(
    ["left out", "because"],
    [...wheelLeftOut].map(([name, why]) => [`\`${name}\``, why]),
  );
}

function shown({ name, default: standard }: FunctionParameter): string {
  return standard === undefined ? `**\`${name}\`**` : `\`${name}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return [head, head.map(() => "---"), ...rows].map(line).join("");
}
