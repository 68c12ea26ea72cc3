import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface DemoMaster {
  readonly publishPort: number;
  readonly requestPort: number;
  readonly restUrl: string;
  readonly token: string;
  salt(args: readonly string[]): Promise<Output>;
  saltKey(args: readonly string[]): Promise<Output>;
  /** Waits until the master knows a key of this id. */
  waitForKey(
    id: string,
    timeoutMs: number,
  ): Promise<{ readonly state: "accepted" | "pending"; readonly fingerprint: string }>;
  stop(): Promise<void>;
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

export interface DemoMasterOptions {
  readonly root: string;
  readonly configDir: string;
  readonly publishPort: number;
  readonly requestPort: number;
  readonly restUrl: string;
  readonly token: string;
  /** File that takes the master's log. */
  readonly log: string;
}

const readyWithinMs = 30_000;

/** Starts the daemon and waits until it is ready. @throws with its last words when it is not */
export async function startDemoMaster(options: DemoMasterOptions): Promise<DemoMaster> {
  const { root, configDir, publishPort, requestPort, restUrl, token } = options;
  const child = spawn(process.execPath, [join(root, "packages/master/bin/salt-master.mjs"), "-c", configDir], {
    stdio: ["ignore", "ignore", "pipe"],
    // Its own group: Ctrl-C reaches it through us, after the minions.
    detached: true,
  });
  const log = createWriteStream(options.log, { flags: "a" });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stderr });
  const tail: string[] = [];
  const ready = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      log.write(`${line}\n`);
      tail.push(line);
      if (tail.length > 5) tail.shift();
      if (line.includes('"master.ready"')) resolve();
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const last = () => tail.map((line) => `  ${line}`).join("\n");
  await Promise.race([
    ready,
    new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`the master is not ready after ${readyWithinMs / 1000} s:\n${last()}`)),
        readyWithinMs,
      );
    }),
    ended.then(([code]) => {
      throw new Error(`the master ended with ${code}; its last words:\n${last()}`);
    }),
  ])
    .catch((error: unknown) => {
      child.kill("SIGKILL");
      throw error;
    })
    .finally(() => clearTimeout(timer));

  const command = (name: string, args: readonly string[]) =>
    run(process.execPath, [join(root, "packages/cli/bin", `${name}.mjs`), "-c", configDir, ...args]);
  const fingerprints = async (): Promise<Record<string, Record<string, string>>> => {
    const { stdout, stderr, code } = await command("salt-key", ["--finger-all", "--out=json"]);
    if (code !== 0) throw new Error(`salt-key: ${stderr}`);
    return JSON.parse(stdout);
  };

  return {
    publishPort,
    requestPort,
    restUrl,
    token,
    salt: (args) => command("salt", args),
    saltKey: (args) => command("salt-key", args),
    async waitForKey(id, timeoutMs) {
      const until = Date.now() + timeoutMs;
      while (Date.now() < until) {
        const { minions, minions_pre: pending } = await fingerprints();
        if (minions?.[id]) return { state: "accepted", fingerprint: minions[id] };
        if (pending?.[id]) return { state: "pending", fingerprint: pending[id] };
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`${id} has not shown its key within ${timeoutMs / 1000} s`);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
      log.end();
    },
  };
}

async function run(program: string, args: readonly string[]): Promise<Output> {
  const child = spawn(program, [...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return chunks;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { stdout: Buffer.concat(stdout ?? []).toString(), stderr: Buffer.concat(stderr ?? []).toString(), code };
}
