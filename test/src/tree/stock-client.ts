import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

/** The stock Python client in one process: the stock command takes more than a second to start, a hundred times. */
export class StockClient {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(bin: string, configDir: string) {
    this.#process = spawn(join(bin, "python"), ["-u", "-c", program, join(configDir, "master")]);
    this.#process.stderr.resume();
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** @returns what the minion returned */
  async run(minion: string, words: readonly string[]): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify([minion, ...words])}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the stock client ended at ${words.join(" ")}`);
    return JSON.parse(String(value));
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
    this.#reader.close();
  }
}

const program = `
import json, sys
import salt.client, salt.utils.args
client = salt.client.LocalClient(sys.argv[1])
for line in sys.stdin:
    minion, fun, *words = json.loads(line)
    arg = salt.utils.args.parse_input(words)
    answers = client.cmd(minion, fun, arg, timeout=90)
    print(json.dumps(answers.get(minion, "no answer"), default=repr))
`;
