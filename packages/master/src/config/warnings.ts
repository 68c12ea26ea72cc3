import { isDeepStrictEqual } from "node:util";
import { cliDefaultNames } from "./cli-defaults.js";
import type { ConfigWarning } from "./config.js";
import { knownOption, knownOptionNames } from "./known-options.js";
import { ownOptions, saltOptions } from "./options.js";
import { similarName } from "./similar-name.js";
import { type Entry, type Mapping, type Node, toData } from "./tree.js";

/** Read by the loader itself. */
const structure = ["default_include", "include", "salina"];
/** Of our own: lists that are read by code of their own. */
const structured = ["rest.tokens", "rest.hooks"];
const honoured: ReadonlySet<string> = new Set([...Object.keys(saltOptions), ...cliDefaultNames, ...structure]);

/** Options that protect somebody: that they are not in force must not sound harmless. */
const protections: ReadonlySet<string> = new Set([
  "client_acl_verify",
  "drop_messages_signature_fail",
  "fips_mode",
  "peer",
  "publisher_acl_blacklist",
  "request_server_ttl",
  "require_minion_sign_messages",
  "ssl",
  "sudo_acl",
]);

/** Names the options that are not honoured. One that is set to stock's default asks for nothing and is not named. */
export function unhonouredOptions(tree: Mapping): ConfigWarning[] {
  const warnings: ConfigWarning[] = [];
  for (const [name, entry] of tree.entries) {
    if (honoured.has(name)) continue;
    const known = knownOption(name);
    if (known === undefined) warnings.push(unknown(name, entry, [...honoured, ...knownOptionNames]));
    else if (!isDefault(entry.value, known.stockDefault)) warnings.push(unsupported(name, entry));
  }
  const own = tree.entries.get("salina")?.value;
  if (own?.kind === "mapping") warnings.push(...unknownOwn(own, "", Object.keys(ownOptions)));
  return warnings;
}

function unsupported(option: string, entry: Entry): ConfigWarning {
  const text = protections.has(option)
    ? `the option \`${option}\` of Salt is not supported yet: the protection that it asks for is NOT in force`
    : `the option \`${option}\` of Salt is not supported yet; it is ignored`;
  return warning(option, entry, text);
}

function unknown(option: string, entry: Entry, names: readonly string[]): ConfigWarning {
  const meant = similarName(option, names);
  const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
  return warning(option, entry, `there is no option \`${cut(option)}\`; it is ignored${hint}`);
}

function unknownOwn(tree: Mapping, prefix: string, names: readonly string[]): ConfigWarning[] {
  return [...tree.entries].flatMap(([key, entry]) => {
    const name = prefix + key;
    if (structured.includes(name) || names.includes(name)) return [];
    const isSection = names.some((one) => one.startsWith(`${name}.`));
    if (isSection) return entry.value.kind === "mapping" ? unknownOwn(entry.value, `${name}.`, names) : [];
    const siblings = [...names, ...structured].map((one) => `salina.${one}`);
    return [unknown(`salina.${name}`, entry, siblings)];
  });
}

/** No value at all is the default too. */
function isDefault(node: Node, standard: unknown): boolean {
  if (node.kind === "scalar" && node.value === null) return true;
  return standard !== undefined && isDeepStrictEqual(plain(toData(node)), standard);
}

function plain(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(plain);
  return data instanceof Map ? Object.fromEntries([...data].map(([key, value]) => [key, plain(value)])) : data;
}

function warning(option: string, { place }: Entry, text: string): ConfigWarning {
  return { option: cut(option), file: place.file, line: place.line, text };
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
