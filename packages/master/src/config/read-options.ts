import { bad, type ConfigFault, good, type Result } from "./fault.js";
import { refusal } from "./kinds.js";
import type { OptionTable, ValuesOf } from "./options.js";
import { describe, type Entry, type Mapping } from "./tree.js";

/** Reads each option of a table; one without a value in the file has its default. All refusals are told at once. */
export function readOptions<T extends OptionTable>(table: T, tree: Mapping, prefix = ""): Result<ValuesOf<T>> {
  const values: [string, unknown][] = [];
  const faults: ConfigFault[] = [];
  for (const [name, { kind, default: standard }] of Object.entries(table)) {
    const entry = findEntry(tree, name.split("."));
    if (!entry.ok) faults.push(entry.fault);
    const node = entry.ok ? entry.value?.value : undefined;
    if (node === undefined || (node.kind === "scalar" && node.value === null)) {
      values.push([name, standard]);
      continue;
    }
    const value = kind.read(node);
    if (value === undefined) faults.push(bad(node.place, refusal(prefix + name, kind, node)).fault);
    else if (typeof value === "string" && value.startsWith("sdb://")) {
      faults.push(bad(node.place, `\`${prefix}${name}\`: values from sdb are not there yet`).fault);
    }
    values.push([name, value]);
  }
  const fault = together(faults);
  // The loop has put in one value of the right type for each name of the table.
  return fault ? { ok: false, fault } : good(Object.fromEntries(values) as ValuesOf<T>);
}

/** Undefined: nothing is said. */
export function findEntry(tree: Mapping, path: readonly string[]): Result<Entry | undefined> {
  let within = tree;
  for (const [depth, name] of path.entries()) {
    const entry = within.entries.get(name);
    if (entry === undefined || depth === path.length - 1) return good(entry);
    const { value } = entry;
    if (value.kind === "scalar" && value.value === null) return good(undefined);
    if (value.kind !== "mapping") return bad(value.place, `\`${name}\`: expected a map, found ${describe(value)}`);
    within = value;
  }
  return good(undefined);
}

/** One fault with the texts of all; its place is the first one's. */
export function together(faults: readonly ConfigFault[]): ConfigFault | undefined {
  const [first] = faults;
  // A section of the wrong type is found by each of its options.
  return first && { place: first.place, text: [...new Set(faults.flatMap(({ text }) => text.split("\n")))].join("\n") };
}
