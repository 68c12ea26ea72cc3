import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { globMatcher, type TextMatcher } from "@salina/targeting";
import { wantedFile } from "../files/wanted-file.js";

export interface PillarFile {
  /** On this machine: for messages, and `tplpath`. */
  readonly path: string;
  /** Relative to its root. */
  readonly relative: string;
  readonly text: string;
}

/** Larger ones are refused: an SLS is written by hand. */
const maxFileBytes = 4 << 20;
const maxNames = 100_000;
const maxDepth = 64;

/** The directories of each environment, read without caches: what an operator has just written counts. */
export class PillarFiles {
  readonly #roots: ReadonlyMap<string, readonly string[]>;
  readonly #ignored: TextMatcher;
  readonly #names = new Map<string, readonly string[]>();

  constructor(roots: ReadonlyMap<string, readonly string[]>, ignored: TextMatcher) {
    this.#roots = roots;
    this.#ignored = ignored;
  }

  /** `base` is always one of them. @source salt/pillar/__init__.py, _get_envs */
  environments(): readonly string[] {
    return [...new Set(["base", ...this.#roots.keys()])];
  }

  has(saltenv: string): boolean {
    return this.#roots.has(saltenv);
  }

  rootsOf(saltenv: string): readonly string[] {
    return this.#roots.get(saltenv) ?? [];
  }

  /** @throws Error where the file is there, but cannot be read as text */
  read(relative: string, saltenv: string): PillarFile | undefined {
    const wanted = wantedFile(`|${relative}`, saltenv);
    if (!wanted) return undefined;
    for (const root of this.rootsOf(saltenv)) {
      const path = join(root, wanted.path);
      const found = statSync(path, { throwIfNoEntry: false, bigint: false });
      if (!found?.isFile() || this.#ignored(path)) continue;
      if (found.size > maxFileBytes) throw new Error(`${path} is larger than ${maxFileBytes} bytes`);
      return { path, relative: wanted.path, text: readText(path) };
    }
    return undefined;
  }

  /** `a.b` is `a/b.sls` or `a/b/init.sls`. @source salt/fileclient.py, get_state */
  sls(name: string, saltenv: string): PillarFile | undefined {
    const path = name.replaceAll(".", "/");
    return this.read(`${path}.sls`, saltenv) ?? this.read(`${path}/init.sls`, saltenv);
  }

  /**
   * Names of the SLS files of an environment that match a pattern, sorted; undefined where there is no such environment.
   * @source Python's fnmatch.filter over the list of states
   */
  matching(pattern: string, saltenv: string): readonly string[] | undefined {
    if (saltenv !== "base" && !this.has(saltenv)) return undefined;
    // A name without signs matches itself: no need to look at all the files for it.
    if (!/[*?[]/.test(pattern)) return this.sls(pattern, saltenv) ? [pattern] : [];
    return this.#list(saltenv).filter(globMatcher(pattern));
  }

  #list(saltenv: string): readonly string[] {
    const known = this.#names.get(saltenv);
    if (known) return known;
    const names = new Set<string>();
    for (const root of this.rootsOf(saltenv)) this.#walk(root, "", names, []);
    const sorted = [...names].sort();
    this.#names.set(saltenv, sorted);
    return sorted;
  }

  #walk(root: string, below: string, names: Set<string>, above: readonly string[]): void {
    const directory = join(root, below);
    const real = realPath(directory);
    // A link to a directory above would never end.
    if (real === undefined || above.includes(real) || above.length > maxDepth) return;
    for (const name of readNames(directory)) {
      const relative = below === "" ? name : `${below}/${name}`;
      const found = statSync(join(root, relative), { throwIfNoEntry: false });
      if (found?.isDirectory()) this.#walk(root, relative, names, [...above, real]);
      else if (found?.isFile() && name.endsWith(".sls") && !this.#ignored(relative)) {
        names.add(nameOf(relative));
        if (names.size > maxNames) throw new Error(`more than ${maxNames} SLS files below ${root}`);
      }
    }
  }
}

function nameOf(relative: string): string {
  const dotted = relative.replaceAll("/", ".");
  return relative.endsWith("/init.sls") ? dotted.slice(0, -".init.sls".length) : dotted.slice(0, -".sls".length);
}

function readNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${path} is not UTF-8`);
  }
}

/**
 * `__env__` stands for the environment that is asked for, and for its name in the paths; named ones go first.
 * @source salt/pillar/__init__.py, __gen_opts
 */
export function rootsFor(
  roots: ReadonlyMap<string, readonly string[]>,
  environment: string,
): ReadonlyMap<string, readonly string[]> {
  const any = roots.get("__env__");
  if (!any) return roots;
  const named = new Map([...roots].filter(([name]) => name !== "__env__"));
  if (!named.has(environment))
    named.set(
      environment,
      any.map((root) => root.replaceAll("__env__", environment)),
    );
  return named;
}
