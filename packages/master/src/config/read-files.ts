import { dirname, isAbsolute, join } from "node:path";
import type { ConfigWarning } from "./config.js";
import { type ConfigFiles, maxConfigBytes } from "./config-files.js";
import { expandGlob } from "./expand-glob.js";
import { bad, good, type Place, type Result } from "./fault.js";
import { mergeDeep, mergeTop } from "./merge.js";
import { readYaml } from "./read-yaml.js";
import { describe, type Mapping, type Node } from "./tree.js";

const maxFiles = 1000;
const defaultInclude = "master.d/*.conf";
const othersMayWrite = 0o002;
const sticky = 0o1000;

export interface ReadFiles {
  readonly tree: Mapping;
  readonly warnings: readonly ConfigWarning[];
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/**
 * `master` and all it includes, as one tree: first `default_include`, over it `include`, both over the main file.
 * @source salt/config, master_config and include_config
 */
export async function readConfigFiles(configDir: string, files: ConfigFiles): Promise<Result<ReadFiles>> {
  const walk = new Walk(files);
  const path = join(configDir, "master");
  const main = await walk.readFile(path, []);
  if (!main.ok) return main;
  let tree = main.value ?? empty(path);
  const standard = main.value?.entries.get("default_include");
  const includes = [
    standard ? walk.patterns(standard.value, standard.place) : good([{ pattern: defaultInclude, place: tree.place }]),
    walk.includesOf(tree),
  ];
  for (const patterns of includes) {
    if (!patterns.ok) return patterns;
    const included = await walk.include(patterns.value, path, [path]);
    if (!included.ok) return included;
    tree = mergeTop(tree, included.value);
  }
  return good({ tree, files: walk.seen, warnings: walk.warnings });
}

interface Pattern {
  readonly pattern: string;
  readonly place: Place;
}

class Walk {
  readonly seen: { path: string; mode: number }[] = [];
  readonly warnings: ConfigWarning[] = [];
  readonly #files: ConfigFiles;

  constructor(files: ConfigFiles) {
    this.#files = files;
  }

  /** Null: there is no such file. */
  async readFile(path: string, chain: readonly string[]): Promise<Result<Mapping | null>> {
    const place: Place = { file: path, line: 1, column: 1 };
    if (chain.includes(path)) return bad(place, `this file includes itself: ${[...chain, path].join(" -> ")}`);
    if (this.seen.length >= maxFiles) return bad(place, `more than ${maxFiles} config files`);
    try {
      const file = await this.#files.read(path);
      if (file === null) return good(null);
      this.seen.push({ path, mode: file.mode });
      if (file.mode & othersMayWrite) return bad(place, "everybody may write this file; `chmod o-w` it");
      if (file.directoryMode & othersMayWrite && !(file.directoryMode & sticky)) {
        return bad(
          place,
          "everybody may replace this file, its directory is world-writable; `chmod o-w` the directory",
        );
      }
      if (file.bytes.length > maxConfigBytes) return bad(place, `larger than ${maxConfigBytes} bytes`);
      return readYaml(new TextDecoder("utf-8", { fatal: true }).decode(file.bytes), path);
    } catch (error) {
      if (error instanceof TypeError) return bad(place, "not UTF-8 text");
      return bad(place, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  includesOf(tree: Mapping): Result<readonly Pattern[]> {
    const entry = tree.entries.get("include");
    return entry ? this.patterns(entry.value, entry.place) : good([]);
  }

  patterns(node: Node, place: Place): Result<readonly Pattern[]> {
    const items = node.kind === "list" ? node.items : [node];
    const patterns: Pattern[] = [];
    for (const item of items) {
      if (item.kind !== "scalar" || (item.value !== null && typeof item.value !== "string")) {
        return bad(item.place, `expected a path or a list of paths, found ${describe(item)}`);
      }
      if (item.value !== null && item.value !== "") patterns.push({ pattern: item.value, place });
    }
    return good(patterns);
  }

  async include(patterns: readonly Pattern[], includer: string, chain: readonly string[]): Promise<Result<Mapping>> {
    let all = empty(includer);
    for (const { pattern, place } of patterns) {
      const before = this.seen.length;
      for (const path of await expandGlob(this.#absolute(pattern, includer), this.#files)) {
        const read = await this.readFile(path, chain);
        if (!read.ok) return read;
        if (read.value === null) continue;
        const nested = this.includesOf(read.value);
        if (!nested.ok) return nested;
        const below = await this.include(nested.value, path, [...chain, path]);
        if (!below.ok) return below;
        all = mergeDeep(all, mergeTop(read.value, below.value));
      }
      if (this.seen.length === before && pattern !== defaultInclude) {
        const text = `\`include\`: there is no file ${JSON.stringify(pattern)}`;
        this.warnings.push({ option: "include", file: place.file, line: place.line, text });
      }
    }
    return good(all);
  }

  #absolute(pattern: string, includer: string): string {
    if (pattern.startsWith("~/")) return join(this.#files.home, pattern.slice(2));
    return isAbsolute(pattern) ? pattern : join(dirname(includer), pattern);
  }
}

function empty(file: string): Mapping {
  return { kind: "mapping", entries: new Map(), place: { file, line: 1, column: 1 } };
}
