import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { parse } = createRequire(join(root, "packages/master/package.json"))("yaml");
const begin = "<!-- pillar: begin -->";
const end = "<!-- pillar: end -->";

/** Formulas with a schema: their names. */
export function formulas() {
  const states = join(root, "states");
  return readdirSync(states).filter((name) => existsSync(join(states, name, "schema.yaml")));
}

/** The README of a formula with the table of its pillar, out of schema.yaml and defaults.yaml. */
export function withPillarTable(name) {
  const folder = join(root, "states", name);
  const page = readFileSync(join(folder, "README.md"), "utf8");
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`states/${name}/README.md has no ${begin} and ${end}`);
  const schema = parse(readFileSync(join(folder, "schema.yaml"), "utf8"));
  const defaults = parse(readFileSync(join(folder, "defaults.yaml"), "utf8"));
  const rows = rowsOf(schema, "", defaults.common ?? {}, defaults.os_family ?? {});
  const head = "| key | type | default | meaning | example |\n| --- | --- | --- | --- | --- |\n";
  return { page, made: `${before}${begin}\n\n${head}${rows.join("\n")}\n\n${end}${after}` };
}

function rowsOf(keys, path, common, families) {
  return Object.entries(keys).flatMap(([key, spec]) => {
    const at = path === "" ? key : `${path}:${key}`;
    const own = path === "" ? defaultOf(key, spec, common, families) : "";
    const row = `| \`${at}\` | ${typeOf(spec)} | ${own} | ${cell(spec.doc ?? "")} | ${code(spec.example)} |`;
    const below = spec.keys ?? spec.of?.keys ?? spec.values?.keys;
    const name = spec.of?.keys ? `${at}:N` : spec.values?.keys ? `${at}:NAME` : at;
    return [row, ...(below === undefined ? [] : rowsOf(below, name, {}, {}))];
  });
}

function defaultOf(key, spec, common, families) {
  if (key in common) return code(common[key]);
  const each = Object.entries(families).filter(([, values]) => values && key in values);
  if (each.length > 0) return each.map(([family, values]) => `${family}: ${code(values[key])}`).join("; ");
  return spec.required ? "needed" : "none";
}

function typeOf({ type = "map", of, values, one_of: oneOf, min, max, nullable, looks_like: looksLike }) {
  const parts = [type];
  if (of) parts.push(`of ${typeOf(of)}`);
  if (values) parts.push(`of ${typeOf(values)} by name`);
  if (oneOf) parts.push(`(${oneOf.map((one) => `\`${one}\``).join(", ")})`);
  if (looksLike) parts.push(`(${looksLike})`);
  if (min !== undefined || max !== undefined) parts.push(`${min ?? "..."} to ${max ?? "..."}`);
  if (nullable) parts.push("or null");
  return cell(parts.join(" "));
}

function code(value) {
  return value === undefined ? "" : cell(`\`${JSON.stringify(value)}\``);
}

function cell(text) {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
