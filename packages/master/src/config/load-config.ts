import type { ValueMap } from "@salina/wire";
import { buildConfig, isLogUrl } from "./build-config.js";
import { checkConfig } from "./check-config.js";
import { cliDefaults } from "./cli-defaults.js";
import type { ConfigWarning, MasterConfig } from "./config.js";
import { type ConfigFiles, diskFiles } from "./config-files.js";
import { good, type Result } from "./fault.js";
import { data } from "./kinds.js";
import { ownOptions, type SaltValues, saltOptions } from "./options.js";
import { type ReadFiles, readConfigFiles } from "./read-files.js";
import { findEntry, readOptions, together } from "./read-options.js";
import { noHooks, type RestHooks, readRestHooks } from "./rest-hooks.js";
import { type RestTokens, readRestTokens } from "./rest-tokens.js";
import { isSecretName } from "./secret-name.js";
import type { Mapping } from "./tree.js";
import { unhonouredOptions } from "./warnings.js";

export interface LoadedConfig {
  readonly config: MasterConfig;
  readonly warnings: readonly ConfigWarning[];
  /** What the config says about defaults of the commands, as plain data. */
  readonly cliDefaults: Map<string, unknown>;
}

/**
 * Reads `<configDir>/master` and what it includes. Without any file everything has its default. A fault names file,
 * line and column, and what was expected; of several options all are named.
 */
export async function loadConfig(options: {
  readonly configDir: string;
  readonly hostname: string;
  readonly fs?: ConfigFiles;
}): Promise<Result<LoadedConfig>> {
  const files = options.fs ?? diskFiles;
  const read = await readConfigFiles(options.configDir, files);
  if (!read.ok) return read;
  const { tree } = read.value;
  const salt = readOptions(saltOptions, tree);
  const ownTree = section(tree, "salina");
  const own = ownTree.ok ? readOptions(ownOptions, ownTree.value ?? emptyAt(tree), "salina.") : ownTree;
  const tokens = ownTree.ok && ownTree.value ? await restTokens(ownTree.value, files) : good(null);
  const hooks = ownTree.ok && ownTree.value ? await restHooks(ownTree.value, files) : good(noHooks);
  if (!salt.ok || !own.ok || !tokens.ok || !hooks.ok) {
    const fault = together([salt, own, tokens, hooks].flatMap((one) => (one.ok ? [] : [one.fault])));
    if (fault) return { ok: false, fault };
    throw new Error("unreachable: one of them has a fault");
  }
  const settings = {
    salt: salt.value,
    own: own.value,
    others: otherOptions(tree),
    tokens: tokens.value?.tokens ?? null,
    hooks: hooks.value.hooks,
  };
  const config = buildConfig(settings, options);
  const fault = checkConfig(config, own.value, tree);
  if (fault) return { ok: false, fault };
  return good({
    config: frozen(config),
    warnings: [
      ...read.value.warnings,
      ...unhonouredOptions(tree),
      ...logWarnings(salt.value, tree),
      ...readableSecrets(read.value, tokens.value, hooks.value),
    ],
    cliDefaults: cliDefaults(tree),
  });
}

/** What the file says and Salina does not read: templates may still look at it. Names that speak of secrets are left out. */
function otherOptions(tree: Mapping): ValueMap {
  const others = [...tree.entries].filter(
    ([name]) => !Object.hasOwn(saltOptions, name) && name !== "salina" && !isSecretName(name),
  );
  return new Map(others.map(([name, { value }]) => [name, data.read(value) ?? null]));
}

/** Undefined: it is not there, or empty. */
function section(tree: Mapping, name: string): Result<Mapping | undefined> {
  // Looking for something below it refuses what is no map.
  const found = findEntry(tree, [name, ""]);
  if (!found.ok) return found;
  const value = tree.entries.get(name)?.value;
  return good(value?.kind === "mapping" ? value : undefined);
}

async function restTokens(own: Mapping, files: ConfigFiles): Promise<Result<RestTokens | null>> {
  const rest = section(own, "rest");
  if (!rest.ok) return rest;
  return rest.value ? await readRestTokens(rest.value, files) : good(null);
}

async function restHooks(own: Mapping, files: ConfigFiles): Promise<Result<RestHooks>> {
  const rest = section(own, "rest");
  if (!rest.ok) return rest;
  return rest.value ? await readRestHooks(rest.value, files) : good(noHooks);
}

function emptyAt({ place }: Mapping): Mapping {
  return { kind: "mapping", entries: new Map(), place };
}

function logWarnings(salt: SaltValues, tree: Mapping): ConfigWarning[] {
  const place = tree.entries.get("log_file")?.place;
  if (!place || salt.log_file === null || !isLogUrl(salt.log_file)) return [];
  const text = "`log_file`: syslog is not supported yet; the log goes to the terminal only";
  return [{ option: "log_file", file: place.file, line: place.line, text }];
}

function readableSecrets({ tree, files }: ReadFiles, tokens: RestTokens | null, hooks: RestHooks): ConfigWarning[] {
  const secrets = Object.entries(saltOptions).flatMap(([name, { kind }]) => {
    const entry = "secret" in kind && kind.secret ? tree.entries.get(name) : undefined;
    return entry ? [{ option: name, place: entry.place }] : [];
  });
  for (const place of tokens?.inline ?? []) secrets.push({ option: "salina.rest.tokens", place });
  for (const place of hooks.inline) secrets.push({ option: "salina.rest.hooks", place });
  const open = new Set(files.filter(({ mode }) => mode & 0o004).map(({ path }) => path));
  return secrets
    .filter(({ place }) => open.has(place.file))
    .map(({ option, place }) => ({
      option,
      file: place.file,
      line: place.line,
      text: `\`${option}\` is a secret, and everybody may read ${place.file}; \`chmod o=\` it`,
    }));
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}
