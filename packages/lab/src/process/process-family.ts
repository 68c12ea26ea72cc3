import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { until } from "../until.js";

const markName = "SALINA_LAB_FAMILY";

/**
 * Ends a family when its pipe ends: whatever becomes of us, SIGKILL included, no process stays behind.
 * $1 is the group, $2 the mark that its members carry in their environment.
 */
const guardProgram = `
while read -r word; do [ "$word" = done ] && exit 0; done
kill -KILL -- "-$1" 2>/dev/null
for each in /proc/[0-9]*; do
  if grep -aq "$2" "$each/environ" 2>/dev/null; then kill -KILL "\${each#/proc/}" 2>/dev/null; fi
done
`;

export interface FamilyOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly onOutput: (chunk: string) => void;
  readonly onEnd: (how: string) => void;
}

/**
 * A process and all that it starts. Salt's job processes make a session of their own, so the process group is not enough:
 * members are also known by a mark in their environment (where there is a /proc).
 */
export class ProcessFamily {
  readonly #child: ChildProcess;
  readonly #guard: ChildProcess;
  readonly #mark: string;
  /** Resolves when the first process has ended and its output is read. */
  readonly ended: Promise<void>;

  constructor({ command, args, env, cwd, onOutput, onEnd }: FamilyOptions) {
    const id = randomUUID();
    this.#mark = `${markName}=${id}`;
    this.#child = spawn(command, [...args], {
      // SPT_NOENV: processes that rename themselves leave their environment readable.
      env: { ...(env ?? process.env), [markName]: id, SPT_NOENV: "1" },
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding("utf8").on("data", onOutput);
    this.ended = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        onEnd(`did not start: ${error.message}`);
        resolve();
      });
      this.#child.once("exit", (code, signal) => {
        onEnd(`ended with ${signal ?? `code ${code}`}`);
        resolve();
      });
    });
    this.#guard = spawn(
      "/bin/sh",
      ["-c", guardProgram, "salina-lab-guard", String(this.#child.pid ?? ""), this.#mark],
      {
        stdio: ["pipe", "ignore", "ignore"],
        detached: true,
      },
    );
    this.#guard.unref();
    this.#guard.stdin?.on("error", () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** To the first process only, as an operator or systemd would. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#child.kill(signal);
  }

  /** To everybody who carries the mark. */
  async signalAll(signal: NodeJS.Signals): Promise<void> {
    for (const pid of await this.members()) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended in the meantime.
      }
    }
  }

  /** SIGTERM, SIGKILL after `graceMs`, and nobody of the family stays. */
  async stop(graceMs = 10_000): Promise<void> {
    this.signal("SIGTERM");
    const patience = setTimeout(() => this.signal("SIGKILL"), graceMs);
    await this.ended;
    clearTimeout(patience);
    await this.kill();
  }

  /** SIGKILL to everybody at once, as when the machine loses power. */
  async kill(): Promise<void> {
    killQuietly(-this.pid);
    const allGone = async () => {
      const left = await this.members();
      for (const pid of left) killQuietly(pid);
      return left.length === 0;
    };
    await until(allGone, { timeoutMs: 10_000, about: "end of all killed processes", everyMs: 5 });
    await this.ended;
    this.#guard.stdin?.end("done\n");
  }

  /** Process ids of all who carry the mark; the dead have no environment any more. */
  async members(): Promise<number[]> {
    const all = (await readdir("/proc").catch(() => [])).filter((name) => /^[0-9]+$/.test(name));
    const marked = await Promise.all(
      all.map(async (pid) => {
        const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
        return environment.includes(this.#mark) ? [Number(pid)] : [];
      }),
    );
    return marked.flat();
  }
}

function killQuietly(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is already gone, which is what was wanted.
  }
}
