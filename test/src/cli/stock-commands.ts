import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { type Output, stockEnvironment } from "@salina/lab";
import { checkout } from "../interop/releases.js";
import type { CommandLine } from "./command-line.js";

/** The stock Python commands, each in a process of its own that is forked when Salt is loaded: loading takes longer than running. */
export class StockCommands {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #reader: Interface;
  readonly #lines: AsyncIterator<string>;
  #said = "";

  constructor(bin: string) {
    this.#process = spawn(join(bin, "python"), ["-u", join(checkout, "test/src/cli/stock-commands.py")], {
      env: stockEnvironment(),
    });
    this.#process.stderr.on("data", (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async run({ program, argv, stdin, env }: CommandLine, cwd: string): Promise<Output> {
    this.#process.stdin.write(`${JSON.stringify({ program, argv, stdin, env, cwd })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the stock commands ended at ${argv.join(" ")}: ${this.#said}`);
    return JSON.parse(String(value)) as Output;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
    this.#reader.close();
  }
}
