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

/** What a file is to its own template: where it stands, and under which name. */
export interface TemplatePlace {
  readonly file: Pick<PillarFile, "path" | "relative">;
  readonly sls: string;
  readonly saltenv: string;
}

/**
 * The names that every template sees.
 * @source salt/renderers/jinja.py; salt/utils/templates.py, generate_sls_context
 */
export function templateContext(
  { functions, grains, opts, pillar }: ContextParts,
  { file, sls, saltenv }: TemplatePlace,
): Map<string, ContextValue> {
  return new Map<string, ContextValue>([
    ["salt", functions],
    ["grains", grains],
    ["opts", opts],
    ["pillar", pillar],
    ["proxy", new Map()],
    ["saltenv", saltenv],
    ["sls", sls],
    ["tmplpath", file.path],
    ...pathNames(file, sls),
  ]);
}

/** What a template of pillar sees besides. */
export const pillarContext = (parts: ContextParts, file: PillarFile, place: SlsPlace): Map<string, ContextValue> =>
  new Map<string, ContextValue>([
    ...templateContext(parts, { file, ...place }),
    ["_pillar_rend", true],
    ...[...place.defaults].map(([key, value]): [string, ContextValue] => [String(key), value]),
  ]);

/** @param sls empty: the file is seen without its directories. @source salt/utils/templates.py, generate_sls_context */
function pathNames({ path, relative }: Pick<PillarFile, "path" | "relative">, sls: string): Iterable<[string, string]> {
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
