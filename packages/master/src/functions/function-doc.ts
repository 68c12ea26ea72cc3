import type { RunnerDoc } from "@salina/api";
import type { FunctionParameter, Functions, MasterFunction } from "./master-function.js";

/** The text that `salt-run -d` and `doc.runner` show. */
export function docText({ doc, parameters, rest, keywords }: MasterFunction<never>): string {
  const lines = parameters.map((one) => `    ${one.name} (${kindOf(one)}): ${one.doc}`);
  if (rest !== undefined) lines.push(`    *: ${rest}`);
  if (keywords !== undefined) lines.push(`    **: ${keywords}`);
  return lines.length === 0 ? `${doc}\n\nTakes nothing.` : `${doc}\n\nTakes:\n\n${lines.join("\n")}`;
}

/** Sorted by name. */
export function docsOf(functions: Functions<never>): RunnerDoc[] {
  return [...functions.values()]
    .map((one) => ({
      name: one.name,
      doc: docText(one),
      parameters: one.parameters.map(({ name }) => name),
      keywords: one.keywords !== undefined,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOf({ type = "any", default: standard }: FunctionParameter): string {
  if (standard === undefined) return `${type}, required`;
  return standard === null ? type : `${type}, ${standard === "" ? "empty" : standard}`;
}
