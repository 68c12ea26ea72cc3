import { isMap, type Value, type ValueMap } from "@salina/wire";
import { type Compilation, messageOf } from "./compilation.js";
import { mergePillar } from "./merge.js";
import type { PillarFile } from "./pillar-files.js";
import type { TopMatches } from "./top-files.js";

const maxIncludeDepth = 100;

interface Walk {
  readonly run: Compilation;
  readonly saltenv: string;
  readonly mayBeMissing: ReadonlySet<string>;
  /** What each SLS gave by itself, without its includes. */
  readonly rendered: Map<string, Value>;
}

/**
 * Renders what the top files name, and lays one on the other.
 * @source salt/pillar/__init__.py, render_pillar and render_pstate
 */
export function slsPillar(run: Compilation, tops: TopMatches): ValueMap {
  let pillar: ValueMap = new Map(run.request.override ?? []);
  for (const saltenv of inOrder([...tops.sls.keys()], run.options.envOrder)) {
    const walk: Walk = {
      run,
      saltenv,
      mayBeMissing: tops.mayBeMissing.get(saltenv) ?? new Set(),
      rendered: new Map(),
    };
    for (const sls of namedFiles(walk, tops.sls.get(saltenv) ?? [])) {
      const given = slsWithIncludes(walk, sls, new Map(), []);
      if (isMap(given)) pillar = mergePillar(pillar, given, run.merging);
    }
  }
  return pillar;
}

/** The later one wins; environments that `env_order` does not name come last. */
function inOrder(environments: readonly string[], order: readonly string[]): readonly string[] {
  return [...new Set([...order.filter((one) => environments.includes(one)), ...environments])];
}

function namedFiles({ run, saltenv }: Walk, patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => {
    const names = run.files.matching(pattern, saltenv);
    if (!names) run.report.error(noEnvironment(saltenv));
    return names && names.length > 0 ? names : [pattern];
  });
}

const noEnvironment = (saltenv: string) => `No matching pillar environment for environment '${saltenv}' found`;

/** @returns null where it is not there, and may be so */
function slsWithIncludes(walk: Walk, sls: string, defaults: ValueMap, above: readonly string[]): Value {
  const { run, saltenv } = walk;
  const found = find(walk, sls);
  if (found === "may be missing") return null;
  const own = found ? rendered(walk, found, sls, defaults) : new Map<Value, Value>();
  walk.rendered.set(sls, own);
  if (!isMap(own)) {
    if (own !== null)
      run.report.error(
        `SLS '${sls}' does not render to a dictionary`,
        `${found?.path}: SLS '${sls}' does not render to a dictionary`,
      );
    return own;
  }
  if (!found || !own.has("include")) return own;
  const includes = own.get("include");
  if (!Array.isArray(includes)) {
    const text = `Include Declaration in SLS '${sls}' is not formed as a list`;
    run.report.error(text, `${found.path}: ${text}`);
    return own;
  }
  own.delete("include");
  if (above.length > maxIncludeDepth) {
    run.report.error(`Includes in environment '${saltenv}' are more than ${maxIncludeDepth} deep: ${sls}`);
    return own;
  }
  return withIncludes(walk, { sls, own, includes, defaults, file: found }, [...above, sls]);
}

interface Including {
  readonly sls: string;
  readonly own: ValueMap;
  readonly includes: readonly Value[];
  readonly defaults: ValueMap;
  readonly file: PillarFile;
}

function withIncludes(walk: Walk, { sls, own, includes, defaults, file }: Including, above: readonly string[]): Value {
  const { run } = walk;
  const override = run.options.includesOverride;
  let whole = own;
  const before: ValueMap[] = [];
  // As in stock, what one entry gives along stays in force for the plain entries after it.
  let given = defaults;
  for (const entry of includes) {
    const include = readInclude(entry);
    if (!include) {
      run.report.error(`Include Declaration in SLS '${sls}' has an entry that is no SLS name`);
      continue;
    }
    if (include.defaults) given = include.defaults;
    for (const name of includedNames(walk, include.name, sls, file)) {
      if (above.includes(name))
        run.report.warn(`loop of includes in environment '${walk.saltenv}': ${[...above, name].join(" -> ")}`);
      const part = walk.rendered.has(name)
        ? (walk.rendered.get(name) ?? null)
        : slsWithIncludes(walk, name, given, above);
      if (!isMap(part) || part.size === 0) continue;
      const placed = include.key === null ? part : below(part, include.key);
      if (override) whole = mergePillar(whole, placed, run.merging);
      else before.push(placed);
    }
  }
  if (override) return whole;
  return [...before, own].reduce((merged, part) => mergePillar(merged, part, run.merging));
}

function readInclude(entry: Value): { name: string; key: string | null; defaults: ValueMap | null } | undefined {
  if (typeof entry === "string") return { name: entry, key: null, defaults: null };
  if (!isMap(entry)) return undefined;
  const [first] = entry;
  if (!first || typeof first[0] !== "string") return undefined;
  const more = isMap(first[1]) ? first[1] : new Map<Value, Value>();
  const key = more.get("key") ?? null;
  const defaults = more.get("defaults");
  return {
    name: first[0],
    key: key === null || key === "" ? null : String(key),
    defaults: isMap(defaults) ? defaults : new Map(),
  };
}

/** `.x` is beside the including file; stock looks for `x` at the top as well, and so do we. */
function includedNames({ run, saltenv }: Walk, name: string, from: string, file: PillarFile): readonly string[] {
  const plain = run.files.matching(name.replace(/^\.+/, "").replaceAll("/", "."), saltenv);
  if (!plain) {
    run.report.error(noEnvironment(saltenv));
    return [name];
  }
  let full = name;
  if (name.startsWith(".")) {
    const parts = from.split(".");
    const within = file.relative.endsWith("/init.sls") ? parts : parts.slice(0, -1);
    full = [...within, name.slice(1)].join(".");
  }
  const names = new Set([...plain, ...(run.files.matching(full, saltenv) ?? [])]);
  return names.size > 0 ? [...names] : [full];
}

function below(value: ValueMap, key: string): ValueMap {
  return key.split(":").reduceRight<ValueMap>((inner, part) => new Map([[part, inner]]), value);
}

function find({ run, saltenv, mayBeMissing }: Walk, sls: string): PillarFile | "may be missing" | undefined {
  let file: PillarFile | undefined;
  try {
    file = run.files.sls(sls, saltenv);
  } catch (error) {
    run.report.error(notRendered(sls, run), messageOf(error));
    return undefined;
  }
  if (file) return file;
  if (mayBeMissing.has(sls)) return "may be missing";
  if (run.files.rootsOf(saltenv).length > 0) {
    run.report.error(
      `Specified SLS '${sls}' in environment '${saltenv}' is not available on the salt master`,
      `Specified SLS '${sls}' in environment '${saltenv}' is in none of ${run.files.rootsOf(saltenv).join(", ")}`,
    );
    return undefined;
  }
  run.report.warn(`SLS '${sls}' is wanted from environment '${saltenv}', which is not in pillar_roots`);
  return "may be missing";
}

function rendered({ run, saltenv }: Walk, file: PillarFile, sls: string, defaults: ValueMap): Value {
  try {
    const data = run.render(file, { sls, saltenv, defaults });
    return isMap(data) ? new Map(data) : data;
  } catch (error) {
    const detail = `Rendering SLS '${sls}' failed, render error:\n${messageOf(error)}`;
    run.report.error(run.options.safeErrors ? notRendered(sls, run) : detail, detail);
    return new Map();
  }
}

const notRendered = (sls: string, { options }: Compilation) =>
  options.safeErrors
    ? `Rendering SLS '${sls}' failed. Please see master log for details.`
    : `Rendering SLS '${sls}' failed`;
