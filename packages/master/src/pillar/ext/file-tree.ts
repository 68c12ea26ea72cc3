import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import type { PipeRules } from "@salina/render";
import { globMatcher } from "@salina/targeting";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { Compilation } from "../compilation.js";
import { mergeDeep } from "../merge.js";
import type { ExtPillar } from "./ext-pillar.js";

interface Settings {
  readonly rootDir: string;
  /** `template`: files are rendered. Null: they are taken as they are. */
  readonly rules: PipeRules | null;
  readonly followLinks: boolean;
  readonly keepNewline: (path: string) => boolean;
}

const maxFileBytes = 16 << 20;
const maxDepth = 64;

/**
 * `file_tree`: files below `<root_dir>/hosts/<id>` and `<root_dir>/nodegroups/<group>`; directories are maps, what a
 * file holds is a value.
 * @source salt/pillar/file_tree.py
 */
export const fileTree: ExtPillar = (given, _pillar, run) => {
  const settings = readSettings(given);
  let whole: ValueMap = new Map();
  for (const root of rootsOf(settings.rootDir, run)) {
    for (const group of namesOf(join(root, "nodegroups"))) {
      if (!isMap(run.options.nodegroups) || !run.options.nodegroups.has(group)) continue;
      const matched = run.matches("nodegroup", group);
      if (matched.ok && matched.value)
        whole = mergeDeep(whole, tree(join(root, "nodegroups", group), settings, run), false);
    }
    whole = mergeDeep(whole, tree(join(root, "hosts", run.request.id), settings, run), false);
  }
  return whole;
};

function readSettings(given: Value): Settings {
  const named = isMap(given)
    ? given
    : new Map<Value, Value>([["root_dir", Array.isArray(given) ? (given[0] ?? null) : given]]);
  const rootDir = named.get("root_dir");
  if (typeof rootDir !== "string" || rootDir === "") throw new Error("no root_dir specified");
  const keep = named.get("keep_newline") ?? false;
  if (typeof keep !== "boolean" && !Array.isArray(keep)) {
    throw new Error("keep_newline must be either True/False or a list of file globs");
  }
  const globs = Array.isArray(keep) ? keep.map((glob) => globMatcher(String(glob))) : [];
  return {
    rootDir,
    rules: named.get("template") === true ? pipeRules(named) : null,
    followLinks: named.get("follow_dir_links") === true,
    keepNewline: (path) => keep === true || globs.some((matches) => matches(path)),
  };
}

function pipeRules(named: ValueMap): PipeRules {
  const standard = named.get("render_default");
  const names = (key: string) => {
    const list = named.get(key);
    return Array.isArray(list) ? list.map(String) : [];
  };
  return {
    ...(typeof standard === "string" ? { defaultPipe: standard } : {}),
    blacklist: names("renderer_blacklist"),
    whitelist: names("renderer_whitelist"),
  };
}

function rootsOf(rootDir: string, { files, pillarenv }: Compilation): readonly string[] {
  const roots = rootDir.startsWith("/")
    ? [rootDir]
    : files.rootsOf(pillarenv ?? "").map((root) => normalize(join(root, rootDir)));
  return roots.filter((root) => statSync(root, { throwIfNoEntry: false })?.isDirectory());
}

function tree(directory: string, settings: Settings, run: Compilation, prefix = ".", depth = 0): ValueMap {
  const found: ValueMap = new Map();
  if (depth > maxDepth || !statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return found;
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(directory, entry.name);
    const at = statSync(path, { throwIfNoEntry: false });
    if (at?.isDirectory()) {
      const below = prefix === "." ? entry.name : `${prefix}/${entry.name}`;
      const isWalked = !entry.isSymbolicLink() || settings.followLinks;
      found.set(entry.name, isWalked ? tree(path, settings, run, below, depth + 1) : new Map());
    } else if (at?.isFile()) {
      if (at.size > maxFileBytes) throw new Error(`${path} is larger than ${maxFileBytes} bytes`);
      const bytes = readFileSync(path);
      const keeps = bytes.at(-1) !== 0x0a || settings.keepNewline(`${prefix}/${entry.name}`);
      const content = Uint8Array.from(keeps ? bytes : bytes.subarray(0, -1));
      found.set(entry.name, settings.rules ? rendered(content, path, settings.rules, run) : content);
    }
  }
  return found;
}

function rendered(content: Uint8Array, path: string, rules: PipeRules, run: Compilation): Value {
  const file = { path, relative: path.slice(path.lastIndexOf("/") + 1), text: Buffer.from(content).toString("utf8") };
  return run.render(file, { sls: "", saltenv: "base", defaults: new Map(), rules });
}

function namesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
