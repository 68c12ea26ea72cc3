import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Salt's options by their names; what is not an array or map must be text, number or boolean. */
export type SaltOptions = Readonly<Record<string, unknown>>;

/** A config file of Salt. JSON is YAML, and nobody has to think about quotes. */
export function saltConfig(options: SaltOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join("");
}

// sun_path holds 107 bytes; the longest name that Salt puts into its sock_dir is minion_event_<10 hex>_pull.ipc.
const longestSocketDirectory = 107 - 1 - "minion_event_0123456789_pull.ipc".length;

export interface SocketDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** `wanted` where socket names in it stay short enough; else a short one of its own. */
export async function socketDirectory(wanted: string): Promise<SocketDirectory> {
  if (Buffer.byteLength(wanted) <= longestSocketDirectory) return { path: wanted, remove: () => Promise.resolve() };
  const path = await mkdtemp(join(tmpdir(), "lab-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export function currentUser(): string {
  return userInfo().username;
}

/** The environment of stock processes: the same language on every machine, and no proxy between loopback and loopback. */
export function stockEnvironment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: "C.UTF-8", PYTHONWARNINGS: "ignore", PYTHONUNBUFFERED: "1", ...env };
}
