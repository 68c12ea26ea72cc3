import type { ConfigFiles } from "./config-files.js";
import { bad, type ConfigFault, good, type Place, type Result } from "./fault.js";
import { findEntry, together } from "./read-options.js";
import { describe, type Mapping, type Node } from "./tree.js";

/** 256 bits, in the densest usual notation (43 characters of base64), rounded down to what 128 bits take in hex. */
const minTokenLength = 32;
const maxTokenLength = 512;

export interface RestToken {
  readonly name: string;
  readonly token: string;
}

export interface RestTokens {
  readonly tokens: readonly RestToken[];
  /** Where tokens stand in the config itself. */
  readonly inline: readonly Place[];
}

/** `salina: rest: tokens`: each `{name, token}` or `{name, token_file}`. Never repeats a token in a refusal. */
export async function readRestTokens(rest: Mapping, files: ConfigFiles): Promise<Result<RestTokens>> {
  const found = findEntry(rest, ["tokens"]);
  if (!found.ok) return found;
  const entry = found.value;
  if (entry === undefined || entry.value.kind !== "list" || entry.value.items.length === 0) {
    return bad(
      entry?.value.place ?? rest.place,
      "`salina.rest.tokens`: expected at least one `{name: ..., token: ...}`",
    );
  }
  const tokens: RestToken[] = [];
  const inline: Place[] = [];
  const faults: ConfigFault[] = [];
  for (const item of entry.value.items) {
    const read = await readToken(item, files);
    if (!read.ok) faults.push(read.fault);
    else if (tokens.some(({ name }) => name === read.value.name)) {
      faults.push(
        bad(item.place, `\`salina.rest.tokens\`: the name ${JSON.stringify(read.value.name)} is taken`).fault,
      );
    } else if (tokens.some(({ token }) => token === read.value.token)) {
      faults.push(bad(item.place, "`salina.rest.tokens`: two names have the same token").fault);
    } else {
      tokens.push({ name: read.value.name, token: read.value.token });
      if (read.value.inline) inline.push(item.place);
    }
  }
  const fault = together(faults);
  return fault ? { ok: false, fault } : good({ tokens, inline });
}

async function readToken(item: Node, files: ConfigFiles): Promise<Result<RestToken & { inline: boolean }>> {
  if (item.kind !== "mapping") return bad(item.place, "`salina.rest.tokens`: expected `{name: ..., token: ...}`");
  const { entries, place } = item;
  for (const [key, entry] of entries) {
    if (!["name", "token", "token_file"].includes(key)) {
      return bad(entry.place, "`salina.rest.tokens`: a token has `name`, and `token` or `token_file`");
    }
  }
  const name = entries.get("name")?.value;
  if (name?.kind !== "scalar" || typeof name.value !== "string" || !/^[\w.@-]{1,64}$/.test(name.value)) {
    return bad(
      name?.place ?? place,
      `\`salina.rest.tokens\`: expected a \`name\` of 1 to 64 letters, digits, \`.\`, \`_\`, \`@\` or \`-\`${name ? `, found ${describe(name)}` : ""}`,
    );
  }
  const [inline, file] = [entries.get("token")?.value, entries.get("token_file")?.value];
  if ((inline === undefined) === (file === undefined)) {
    return bad(place, "`salina.rest.tokens`: expected either `token` or `token_file`");
  }
  const read = file
    ? await secretFromFile(file, files, ["salina.rest.tokens", "token_file"])
    : good(inline?.kind === "scalar" ? inline.value : null);
  if (!read.ok) return read;
  const token = read.value;
  if (typeof token !== "string" || !isToken(token)) {
    return bad(
      (file ?? inline ?? item).place,
      `\`salina.rest.tokens\`: expected a token of ${minTokenLength} to ${maxTokenLength} characters without blanks, such as \`openssl rand -hex 32\` makes`,
    );
  }
  return good({ name: name.value, token, inline: inline !== undefined });
}

export function isToken(text: string): boolean {
  return text.length >= minTokenLength && text.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(text);
}

/** Of the option and its key, for refusals. */
export async function secretFromFile(
  node: Node,
  files: ConfigFiles,
  [option, key]: readonly [string, string],
): Promise<Result<string>> {
  if (node.kind !== "scalar" || typeof node.value !== "string" || !node.value.startsWith("/")) {
    return bad(node.place, `\`${option}\`: \`${key}\` is an absolute path`);
  }
  const shown = JSON.stringify(node.value);
  try {
    const file = await files.read(node.value);
    if (file === null) return bad(node.place, `\`${option}\`: there is no file ${shown}`);
    if (file.mode & 0o006) return bad(node.place, `\`${option}\`: everybody may read ${shown}; \`chmod o=\` it`);
    return good(new TextDecoder().decode(file.bytes).trim());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return bad(node.place, `\`${option}\`: ${shown} cannot be read: ${reason}`);
  }
}
