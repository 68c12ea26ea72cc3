import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isThere, type Output, runCommand } from "@salina/lab";
import { checkout } from "../interop/releases.js";

export const backupScripts = join(checkout, "states/backups/files");
/** Shells and tools that the scripts are tried with. */
export const toolSets = isThere("busybox") ? (["this machine", "busybox"] as const) : (["this machine"] as const);
if (!isThere("busybox")) console.log("SKIPPED: backup scripts with busybox tools: needs package busybox-static");

/** Volumes of a node, a drive for archives, and the scripts as the states install them; no engine, no minion. */
export class BackupBox {
  readonly directory: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #shell: string;
  readonly #settings: Record<string, string>;
  /** Goes before each script: who runs it. */
  before: readonly string[] = [];

  private constructor(directory: string, path: string, shell: string) {
    this.directory = directory;
    this.#shell = shell;
    this.#settings = { DRIVE: this.drive, MUST_BE_MOUNTED: "0", NODE: "node1", VOLUMES: this.volumes, DATABASES: "1" };
    this.#env = {
      PATH: path,
      TZ: "UTC",
      BACKUPS_LIB: backupScripts,
      BACKUPS_SETTINGS: join(directory, "conf"),
      BACKUPS_LOCKS: join(directory, "locks"),
      BACKUPS_STATE: join(directory, "state"),
    };
  }

  static async make(tools: (typeof toolSets)[number] = "this machine"): Promise<BackupBox> {
    const directory = await mkdtemp(join(tmpdir(), "salina-"));
    let path = `${process.env["PATH"]}:/usr/sbin:/sbin`;
    const bin = join(directory, "bin");
    await mkdir(bin);
    if (tools === "busybox") {
      await runCommand("busybox", ["--install", "-s", bin]);
      // Not every busybox has them; util-linux is always there, on Arch and on Debian.
      for (const each of ["flock", "mountpoint"])
        await runCommand("sh", ["-c", `[ -e ${bin}/${each} ] || ln -s "$(command -v ${each})" ${bin}/${each}`]);
      path = bin;
    } else path = `${bin}:${path}`;
    const box = new BackupBox(directory, path, tools === "busybox" ? join(bin, "sh") : "sh");
    await mkdir(box.drive);
    await mkdir(box.volumes);
    await box.set({});
    return box;
  }

  get drive(): string {
    return join(this.directory, "drive");
  }

  get volumes(): string {
    return join(this.directory, "docker-volumes");
  }

  async set(settings: Readonly<Record<string, string>>): Promise<void> {
    Object.assign(this.#settings, settings);
    const lines = Object.entries(this.#settings).map(([key, value]) => `${key}='${value}'\n`);
    await writeFile(join(this.directory, "conf"), lines.join(""));
  }

  /** A program that comes before all others. */
  async program(name: string, text: string): Promise<void> {
    await rm(join(this.directory, "bin", name), { force: true });
    await writeFile(join(this.directory, "bin", name), text, { mode: 0o755 });
  }

  /** @returns its directory */
  async volume(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
    const data = join(this.volumes, name, "_data");
    await mkdir(data, { recursive: true });
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(data, file, ".."), { recursive: true });
      await writeFile(join(data, file), text);
    }
    return data;
  }

  run(script: string, ...args: readonly string[]): Promise<Output> {
    const [command = "", ...words] = this.#words(script, args);
    return runCommand(command, words, { env: this.#env, timeoutMs: 120_000 });
  }

  /** In a process group of its own, to be killed. */
  start(script: string, ...args: readonly string[]) {
    const [command = "", ...words] = this.#words(script, args);
    const child = spawn(command, words, { env: this.#env, stdio: "ignore", detached: true });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    return { pid: child.pid ?? 0, ended };
  }

  /**
   * Runs a script again and again, and kills it with all that it has started: before its first command, before its second, and so on
   * until it comes to its end. @returns how often it was killed
   */
  async killedAtEachCommand(script: string, args: readonly string[], check: (turn: number) => Promise<void>) {
    const count = join(this.directory, "count");
    const names =
      "awk chmod cp date find flock gzip ln mkdir mountpoint mv rm rmdir sed sort stat sync tar timeout touch";
    const flock = (await runCommand("sh", ["-c", "command -v flock"])).stdout.trim();
    const killer = (name: string, path: string) =>
      `#!/bin/sh\nexec 8>>${count}\n${flock} 8\necho ${name} >&8\n[ "$(wc -l <${count})" -ne "$(cat ${count}.end)" ] || kill -KILL 0\nexec 8>&-\nexec ${path} "$@"\n`;
    for (const name of names.split(" ")) {
      const path = (await runCommand("sh", ["-c", `command -v ${name}`])).stdout.trim();
      await this.program(name, killer(name, path));
    }
    for (let turn = 1; ; turn++) {
      await writeFile(count, "");
      await writeFile(`${count}.end`, String(turn));
      const code = await this.start(script, ...args).ended;
      await check(turn);
      if (code === 0) break;
      if (turn > 400) throw new Error(`${script} has no end`);
    }
    const calls = (await readFile(count, "utf8")).split("\n").length - 1;
    for (const name of names.split(" ")) await rm(join(this.directory, "bin", name));
    return calls;
  }

  #words(script: string, args: readonly string[]): string[] {
    return [...this.before, this.#shell, join(backupScripts, `${script}.sh`), ...args];
  }

  /** All files below the drive, or below a directory of it. */
  async onDrive(below = "."): Promise<string[]> {
    const entries = await readdir(join(this.drive, below), { recursive: true, withFileTypes: true });
    return entries
      .filter((one) => !one.isDirectory())
      .map((one) => join(one.parentPath, one.name).slice(join(this.drive, below).length + 1))
      .sort();
  }

  /** Text of one file in an archive. @throws when the archive cannot be read to its end */
  async archived(archive: string, file: string): Promise<string> {
    const path = join(this.drive, archive);
    const whole = await runCommand("gzip", ["-t", path]);
    const { stdout, stderr, code } = await runCommand("tar", ["-xOzf", path, `./${file}`]);
    if (whole.code !== 0 || code !== 0) throw new Error(`${archive}: ${whole.stderr}${stderr}`);
    return stdout;
  }

  readInfo(archive: string): Promise<string> {
    return readFile(join(this.drive, `${archive}.info`), "utf8");
  }

  async end(): Promise<void> {
    await runCommand("sh", ["-c", 'mountpoint -q "$0" && umount -l "$0"', this.drive]);
    await rm(this.directory, { recursive: true, force: true });
  }
}
