import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "../disks/loop-disk.js";
import { LogText } from "../process/log-text.js";
import { ProcessFamily } from "../process/process-family.js";
import { type Output, runCommand } from "../process/run-command.js";
import { until } from "../until.js";

/** A real MariaDB server with a directory and a socket of its own; no network. Its root has a password when one is set. */
export class MariaDb {
  readonly socket: string;
  readonly #directory: string;
  readonly #log = new LogText();
  #family: ProcessFamily | null = null;

  private constructor(directory: string) {
    this.#directory = directory;
    this.socket = join(directory, "sock");
  }

  /** @param directory short enough for a socket's path */
  static async start(directory: string): Promise<MariaDb> {
    await mkdir(directory, { recursive: true });
    const user = `--user=${process.getuid?.() === 0 ? "root" : (process.env["USER"] ?? "nobody")}`;
    const data = `--datadir=${join(directory, "data")}`;
    const install = ["--no-defaults", data, user, "--auth-root-authentication-method=normal", "--skip-test-db"];
    await mustRun("mariadb-install-db", install);
    const server = new MariaDb(directory);
    server.#family = new ProcessFamily({
      command: "mariadbd",
      args: ["--no-defaults", data, user, `--socket=${server.socket}`, "--skip-networking", "--event-scheduler=ON"],
      onOutput: (chunk) => server.#log.append(chunk),
      onEnd: (how) => server.#log.close(`mariadbd ${how}`),
    });
    await until(async () => (await server.sql("SELECT 1")).code === 0, {
      timeoutMs: 30_000,
      about: `MariaDB: ${server.#log.text.slice(-500)}`,
    });
    return server;
  }

  sql(text: string, { password = "", database = "" } = {}): Promise<Output> {
    const args = [
      "--no-defaults",
      `--socket=${this.socket}`,
      "--user=root",
      "--default-character-set=utf8mb4",
      "-N",
      "-B",
      ...(database ? [database] : []),
    ];
    return runCommand("mariadb", args, { input: text, env: { ...process.env, MYSQL_PWD: password } });
  }

  /** @returns its rows, as text @throws when it fails */
  async must(text: string, options = {}): Promise<string> {
    const { stdout, stderr, code } = await this.sql(text, options);
    if (code !== 0) throw new Error(`MariaDB: ${stderr}`);
    return stdout.trim();
  }

  async stop(): Promise<void> {
    await this.#family?.kill();
    this.#family = null;
  }

  get directory(): string {
    return this.#directory;
  }
}
