import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { EngineBench, type Orchestrated } from "./engine-bench.js";

export const minionId = (name: string) => `${name}.local.lan`;
export const daemon = { "insecure-registries": ["myregistry.local.lan:5000"], "storage-driver": "overlay2" };

/** The pillar of a swarm, by the short names of its nodes. */
export const swarmOf = (managers: readonly string[], workers: readonly string[], more: object = {}) => ({
  swarm: { managers: managers.map(minionId), workers: workers.map(minionId), daemon, ...more },
});

/** The run went well, or its reasons are in the message. */
export function ok(run: Orchestrated): void {
  expect(run.failed, JSON.stringify(EngineBench.reasons(run), null, 1)).toEqual([]);
  expect(run.output.code, run.output.stderr + run.output.stdout).toBe(0);
}

/** Names of nodes by what a manager lists them as: Leader, Reachable, Unreachable or worker. */
export async function listed(bench: EngineBench, manager: string): Promise<Record<string, string[]>> {
  const format = "{{.Hostname}} {{if .ManagerStatus}}{{.ManagerStatus}}{{else}}worker{{end}}";
  const text = await bench.node(manager).machine.docker("node", "ls", "--format", format);
  const roles: Record<string, string[]> = {};
  for (const line of text.split("\n").sort()) {
    const [name = "", role = ""] = line.split(" ");
    roles[role] = [...(roles[role] ?? []), name];
  }
  return roles;
}

/** Both tokens of a swarm, as they are, and the part that is a secret of its own. */
export async function tokensOf(bench: EngineBench, manager: string): Promise<readonly string[]> {
  const roles = ["worker", "manager"];
  const tokens = await Promise.all(
    roles.map((role) => bench.node(manager).machine.docker("swarm", "join-token", "-q", role)),
  );
  for (const token of tokens) expect(token).toMatch(/^SWMTKN-1-/);
  return [...tokens, ...tokens.map((token) => token.split("-").at(-1) ?? token)];
}

/** Files under a directory that hold one of the secrets, in plain, base64 or hexadecimal. @param skip paths to leave out */
export async function filesWith(directory: string, secrets: readonly string[]): Promise<string[]> {
  const forms = secrets.flatMap((secret) => {
    const bytes = Buffer.from(secret);
    return [secret, bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex")];
  });
  const found: string[] = [];
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    if (forms.some((form) => content.includes(form))) found.push(file);
  }
  return found;
}
