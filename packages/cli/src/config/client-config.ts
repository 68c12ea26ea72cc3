import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { fromJson, type Value } from "@salina/wire";
import { type ConfigValues, readTopLevel } from "./top-level.js";

/** The keys of the master's config that the commands look at: their own defaults, and where the daemon listens. */
const wanted: ReadonlySet<string> = new Set([
  "timeout",
  "output",
  "output_indent",
  "state_output",
  "state_verbose",
  "state_output_diff",
  "state_output_profile",
  "state_output_pct",
  "state_tabular",
  "show_jid",
  "show_timeout",
  "cli_summary",
  "static",
  "verbose",
  "strip_colors",
  "color",
  "sock_dir",
  "root_dir",
  "default_include",
  "include",
  "hash_type",
  "pki_dir",
  "master_sign_key_name",
  "master_pubkey_signature",
  "rotate_aes_key",
  "salt_cp_chunk_size",
  "batch_safe_limit",
  "batch_safe_size",
  "salina:socket",
]);

export interface ClientConfig {
  readonly values: ConfigValues;
  /** What could not be read; the command goes on without it, as Salt does. */
  readonly warnings: readonly string[];
}

/** Reads `master` and what it includes from a config directory. */
export async function readClientConfig(configDir: string): Promise<ClientConfig> {
  const values = new Map<string, Value>();
  const warnings: string[] = [];
  if (!isDirectory(configDir)) return { values, warnings: [`CONFIG '${configDir}' directory does not exist.`] };
  await readInto(join(configDir, "master"), values, warnings);
  const included = [text(values, "default_include") ?? "master.d/*.conf", ...includes(values.get("include"))];
  for (const pattern of included) {
    for (const file of expand(configDir, pattern)) await readInto(file, values, warnings);
  }
  return { values, warnings };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function includes(value: Value | undefined): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

/** Files of a pattern with `*` and `?` in its last part, in the order of their names. */
function expand(dir: string, pattern: string): string[] {
  const path = isAbsolute(pattern) ? pattern : join(dir, pattern);
  const slash = path.lastIndexOf("/");
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (!/[*?]/.test(name)) return statSync(path, { throwIfNoEntry: false }) ? [path] : [];
  const source = name
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  const matcher = new RegExp(`^${source}$`);
  if (!isDirectory(folder)) return [];
  return readdirSync(folder)
    .filter((file) => matcher.test(file) && !file.startsWith("."))
    .sort()
    .map((file) => join(folder, file));
}

async function readInto(file: string, values: Map<string, Value>, warnings: string[]): Promise<void> {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!missing) warnings.push(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  try {
    const found = readTopLevel(content, wanted) ?? (await readWithLibrary(content));
    for (const [key, value] of found) values.set(key, value);
  } catch (error) {
    warnings.push(
      `Cannot read ${file}: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
    );
  }
}

async function readWithLibrary(content: string): Promise<ConfigValues> {
  const { parse } = await import("yaml");
  const whole: unknown = parse(content, { version: "1.1", uniqueKeys: false, logLevel: "error", mapAsMap: true });
  const found = new Map<string, Value>();
  if (!(whole instanceof Map)) return found;
  for (const name of wanted) {
    const [key, inner] = name.split(":");
    const outer: unknown = whole.get(key);
    const value: unknown = inner === undefined ? outer : outer instanceof Map ? outer.get(inner) : undefined;
    if (value === undefined) continue;
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) found.set(name, fromJson(value));
    else if (Array.isArray(value))
      found.set(
        name,
        value.filter((item) => typeof item === "string"),
      );
  }
  return found;
}

/** Where the daemon listens. `SALINA_SOCKET` wins over `salina: socket`, and that over `sock_dir`. */
export function socketPath(config: ConfigValues, env: Readonly<Record<string, string | undefined>>): string {
  const fromEnv = env["SALINA_SOCKET"];
  if (fromEnv) return fromEnv;
  const rootDir = resolve(text(config, "root_dir") ?? "/");
  const path = text(config, "salina:socket");
  if (path !== undefined) return underRoot(rootDir, path);
  return join(underRoot(rootDir, text(config, "sock_dir") ?? "/var/run/salt/master"), "salina.sock");
}

/** Where the master keeps its keys. */
export function pkiDirectory(config: ConfigValues): string {
  const rootDir = resolve(text(config, "root_dir") ?? "/");
  return underRoot(rootDir, text(config, "pki_dir") ?? "/etc/salt/pki/master");
}

/** Salt puts every path below `root_dir` that is not below it already. @source salt/config, prepend_root_dir */
export function underRoot(rootDir: string, path: string): string {
  if (rootDir === "/") return resolve("/", path);
  return path === rootDir || path.startsWith(`${rootDir}/`) ? path : join(rootDir, path);
}

export function text(config: ConfigValues, key: string): string | undefined {
  const value = config.get(key);
  return typeof value === "string" ? value : undefined;
}
