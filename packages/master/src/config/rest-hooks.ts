import type { RestHook } from "./config.js";
import type { ConfigFiles } from "./config-files.js";
import { bad, type ConfigFault, good, type Place, type Result } from "./fault.js";
import { findEntry, together } from "./read-options.js";
import { isToken, secretFromFile } from "./rest-tokens.js";
import type { Mapping, Node } from "./tree.js";

export interface RestHooks {
  readonly hooks: readonly RestHook[];
  /** Where secrets stand in the config itself. */
  readonly inline: readonly Place[];
}

export const noHooks: RestHooks = { hooks: [], inline: [] };

const option = "salina.rest.hooks";
const pathForm = /^[\w~-][\w.~-]{0,127}(\/[\w~-][\w.~-]{0,127}){0,15}$/;

/** `salina: rest: hooks`: each `{path, secret}` or `{path, secret_file}`, with `signature`. Never repeats a secret in a refusal. */
export async function readRestHooks(rest: Mapping, files: ConfigFiles): Promise<Result<RestHooks>> {
  const found = findEntry(rest, ["hooks"]);
  if (!found.ok) return found;
  const node = found.value?.value;
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return good(noHooks);
  if (node.kind !== "list") return bad(node.place, `\`${option}\`: expected a list of \`{path: ..., secret: ...}\``);
  const hooks: RestHook[] = [];
  const inline: Place[] = [];
  const faults: ConfigFault[] = [];
  for (const item of node.items) {
    const read = await readHook(item, files);
    if (!read.ok) faults.push(read.fault);
    else if (hooks.some(({ path }) => path === read.value.path)) {
      faults.push(bad(item.place, `\`${option}\`: the path ${JSON.stringify(read.value.path)} is taken`).fault);
    } else {
      const { isInline, ...hook } = read.value;
      hooks.push(hook);
      if (isInline) inline.push(item.place);
    }
  }
  const fault = together(faults);
  return fault ? { ok: false, fault } : good({ hooks, inline });
}

async function readHook(item: Node, files: ConfigFiles): Promise<Result<RestHook & { readonly isInline: boolean }>> {
  const expected = `\`${option}\`: expected \`{path: ..., secret: ...}\`, with \`secret_file\` instead of \`secret\`, or \`signature\` beside it`;
  if (item.kind !== "mapping") return bad(item.place, expected);
  const { entries, place } = item;
  for (const [key, entry] of entries) {
    if (!["path", "secret", "secret_file", "signature"].includes(key)) return bad(entry.place, expected);
  }
  const scalarAt = (key: string) => {
    const node = entries.get(key)?.value;
    return node?.kind === "scalar" ? node.value : undefined;
  };
  const path = scalarAt("path");
  if (typeof path !== "string" || !pathForm.test(path)) {
    return bad(
      place,
      `\`${option}\`: \`path\` is what stands behind /v1/hooks/: names with letters, digits, \`.\`, \`_\`, \`~\` or \`-\``,
    );
  }
  const signature = entries.has("signature") ? scalarAt("signature") : "salina";
  if (signature !== "salina" && signature !== "github") {
    return bad(place, `\`${option}\`: \`signature\` is one of \`salina\`, \`github\``);
  }
  const file = entries.get("secret_file")?.value;
  if ((file === undefined) === !entries.has("secret")) return bad(place, expected);
  const read = file ? await secretFromFile(file, files, [option, "secret_file"]) : good(scalarAt("secret"));
  if (!read.ok) return read;
  const secret = read.value;
  if (typeof secret !== "string" || !isToken(secret)) {
    return bad(
      place,
      `\`${option}\`: expected a secret of 32 to 512 characters without blanks, such as \`openssl rand -hex 32\` makes`,
    );
  }
  return good({ path, secret, signature, isInline: file === undefined });
}
