import { type Mapping, toData } from "./tree.js";

/** Options of the master's config that are defaults of the commands' own options. */
export const cliDefaultNames: ReadonlySet<string> = new Set([
  "cli_summary",
  "color",
  "gather_job_timeout",
  "output",
  "output_file",
  "output_file_append",
  "output_indent",
  "show_jid",
  "show_timeout",
  "state_output",
  "state_output_diff",
  "state_output_pct",
  "state_output_profile",
  "state_tabular",
  "state_verbose",
  "static",
  "strip_colors",
  "timeout",
  "verbose",
]);

export function cliDefaults(tree: Mapping): Map<string, unknown> {
  const found = [...tree.entries].filter(([name]) => cliDefaultNames.has(name));
  return new Map(found.map(([name, { value }]) => [name, toData(value)]));
}
