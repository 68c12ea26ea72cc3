import { userInfo } from "node:os";
import type { RunnerItem } from "@salina/api";
import { decode, encode, isMap, type Value } from "@salina/wire";
import { Exit, exitCodes, type Io, logLine } from "../io.js";
import type { Display } from "../output/display.js";
import type { DaemonClient } from "../socket/client.js";
import { progressLine } from "./progress.js";

export interface RunnerCallParts {
  readonly io: Io;
  readonly client: DaemonClient;
  readonly display: Display;
  readonly quiet: boolean;
  readonly detached: boolean;
  /** `--out` was given: an answer that has an exit code in it is shown whole, as stock does. */
  readonly outGiven: boolean;
}

export const limits = { maxBytes: 256 * 1024 * 1024, maxElements: 50_000_000, maxDepth: 256 } as const;

/** One call of a runner: shows what it says, and what it gives. */
export class RunnerCall {
  readonly #parts: RunnerCallParts;

  constructor(parts: RunnerCallParts) {
    this.#parts = parts;
  }

  /** @returns the exit code. @throws DaemonError, DaemonGone, Exit */
  async run(fun: string, arg: readonly Value[]): Promise<number> {
    const { client, display, quiet, detached, io } = this.#parts;
    const params = { fun, arg: encode([...arg]), user: userInfo().username, ...(detached ? { detached } : {}) };
    const packed = await client.follow("runners.run", params, (item) => this.#tell(item));
    if (detached) return exitCodes.ok;
    const read = decode(packed, limits);
    if (!read.ok) throw new Exit(exitCodes.failed, { stderr: `The answer cannot be read: ${read.fault.text}\n` });
    const { value, out, retcode } = unwrapped(read.value, this.#parts.outGiven);
    if (!quiet && !isEmpty(value)) await display.show(value, { out, retcode });
    if (io.interrupt?.aborted) return exitCodes.failed;
    return retcode;
  }

  #tell(item: RunnerItem): void {
    const { io, quiet, detached } = this.#parts;
    if (item.kind === "started") {
      if (detached) logLine(io, "WARNING", asynchronous(item.jid));
      return;
    }
    if (quiet || detached || !io.isTTY) return;
    const line = progressLine(item.tag, item.data);
    if (line !== null) io.stderr.write(`${line}\n`);
  }
}

const asynchronous = (jid: string) =>
  `Running in asynchronous mode. Results of this execution may be collected by attaching to the master event bus or by examining the master job cache, if configured. This execution is running under tag salt/run/${jid}`;

/** A runner may say how its answer is to be shown, and with which exit code. */
function unwrapped(
  value: Value,
  outGiven: boolean,
): { readonly value: Value; readonly out: string | null; readonly retcode: number } {
  const whole = isMap(value) ? value : null;
  const out = whole?.get("outputter");
  const data = whole?.get("data");
  const code = whole?.get("retcode");
  const retcode = typeof code === "number" && Number.isInteger(code) ? code : 0;
  const isWrapped = typeof out === "string" && data !== undefined;
  if (isWrapped && (whole?.size === 2 || !outGiven)) return { value: data, out, retcode };
  return { value, out: null, retcode };
}

/** As in stock, nothing is no output. */
function isEmpty(value: Value): boolean {
  return (isMap(value) && value.size === 0) || (Array.isArray(value) && value.length === 0);
}
