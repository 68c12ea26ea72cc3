import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The stock `salt-run` many times: loaded once, and forked for each command. */
export class StockRuns {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(bin: string, configDir: string) {
    this.#process = spawn(join(bin, "python"), ["-u", "-c", program, configDir]);
    this.#process.stderr.resume();
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async run(words: readonly string[]): Promise<Ran> {
    this.#process.stdin.write(`${JSON.stringify(words)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the stock salt-run ended at ${words.join(" ")}`);
    return JSON.parse(String(value)) as Ran;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
    this.#reader.close();
  }
}

const program = `
import importlib, json, os, sys, tempfile
import salt.cli.run, salt.runner, salt.client, salt.output, salt.minion, salt.returners.local_cache
import salt.utils.master, salt.fileserver, salt.pillar

# What the commands before had to load, the next ones find loaded.
def load(names):
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:
            pass

for line in sys.stdin:
    words = json.loads(line)
    out, err, loaded = (tempfile.TemporaryFile() for _ in range(3))
    known = set(sys.modules)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            sys.argv = ["salt-run", "-c", sys.argv[1]] + words
            salt.cli.run.SaltRun().run()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            names = [name for name in sys.modules if "loaded." not in name and name not in known]
            os.write(loaded.fileno(), json.dumps(names).encode())
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    loaded.seek(0)
    load(json.loads(loaded.read() or "[]"))
    out.seek(0)
    err.seek(0)
    print(json.dumps({
        "code": os.waitstatus_to_exitcode(status),
        "stdout": out.read().decode(),
        "stderr": err.read().decode(),
    }))
`;
