import { posix } from "node:path";

export interface TemplatePath {
  /** From the file roots, `/` between the parts. */
  readonly path: string;
  /** What `tpldir`, `tplfile` and `tpldot` are while, and after, the template is read. */
  readonly tpldir: string;
  readonly tplfile: string;
}

/**
 * Where a template named by `import` or `include` is.
 *
 * @param tpldir what names that start with `./` or `../` are relative to
 * @returns undefined for paths that leave the file roots
 * @source salt/utils/jinja.py, SaltCacheLoader.get_source
 */
export function templatePath(name: string, tpldir: string | undefined): TemplatePath | undefined {
  const [first] = name.split("/", 1);
  const relative = first === "." || first === "..";
  if (relative && tpldir === undefined) return undefined;
  const path = posix.normalize(relative ? `${tpldir}/${name}` : name);
  if (path === "." || path === ".." || path.startsWith("../") || path.startsWith("/") || path.includes("\0")) {
    return undefined;
  }
  const own = posix.dirname(path) === "." ? "" : posix.dirname(path);
  const directory = relative ? (tpldir ?? own) : own;
  return { path, tpldir: directory === "" ? "." : directory, tplfile: relative ? name : path };
}
