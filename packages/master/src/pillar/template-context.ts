import type { ContextValue, FunctionTable } from "@salina/render";
import type { ValueMap } from "@salina/wire";
import type { SlsPlace } from "./compilation.js";
import type { PillarFile } from "./pillar-files.js";

export interface ContextParts {
  readonly functions: FunctionTable;
  readonly grains: ValueMap;
  readonly opts: ValueMap;
  readonly pillar: ValueMap;
}

/**
 * The names that a template of pillar sees.
 * @source salt/renderers/jinja.py; salt/utils/templates.py, generate_sls_context
 */
export function templateContext(
  { functions, grains, opts, pillar }: ContextParts,
  file: PillarFile,
  { sls, saltenv, defaults }: SlsPlace,
  isPillar: boolean,
): ReadonlyMap<string, ContextValue> {
  return new Map<string, ContextValue>([
    ["salt", functions],
    ["grains", grains],
    ["opts", opts],
    ["pillar", pillar],
    ["proxy", new Map()],
    ["saltenv", saltenv],
    ["sls", sls],
    ["tmplpath", file.path],
    ...(isPillar ? ([["_pillar_rend", true]] as const) : []),
    ...pathNames(file, sls),
    ...[...defaults].map(([key, value]): [string, ContextValue] => [String(key), value]),
  ]);
}

/** @param sls empty: the file is seen without its directories. @source salt/utils/templates.py, generate_sls_context */
export function pathNames(
  { path, relative }: Pick<PillarFile, "path" | "relative">,
  sls: string,
): Iterable<[string, string]> {
  const template = sls === "" ? (relative.split("/").at(-1) ?? "") : relative;
  const slash = template.lastIndexOf("/");
  const directory = slash < 0 ? "" : template.slice(0, slash);
  return new Map([
    ["tplpath", path],
    ["tplfile", template],
    ["tpldir", directory === "" ? "." : directory],
    ["tpldot", directory.replaceAll("/", ".")],
    ["slspath", directory],
    ["slsdotpath", directory.replaceAll("/", ".")],
    ["slscolonpath", directory.replaceAll("/", ":")],
    ["sls_path", directory.replaceAll("/", "_")],
  ]);
}
