import { readFile, writeFile } from "node:fs/promises";
import type { ValueMap } from "@salina/wire";
import { type Log, untrusted } from "../log.js";

export interface HeartbeatGuardDeps {
  /** Remembers across restarts why there are none. */
  readonly file: string;
  readonly log: Log;
  /** Connections from now on are not probed any more. */
  readonly stop: () => Promise<void>;
}

/**
 * ZeroMQ's heartbeats need a library from 4.2 (2016) on at the other end: an older one hands them to the minion as
 * messages, does not answer, and is cut off again and again. So they end for all with the first minion that has one.
 */
export class HeartbeatGuard {
  readonly #deps: HeartbeatGuardDeps;
  #off = false;

  constructor(deps: HeartbeatGuardDeps) {
    this.#deps = deps;
  }

  /** Whether an earlier run of the daemon has met such a minion. */
  async load(): Promise<boolean> {
    const why = await readFile(this.#deps.file, "utf8").catch(() => null);
    if (why === null) return false;
    this.#off = true;
    this.#deps.log.info(
      { event: "heartbeat.off", file: this.#deps.file },
      `connections are not probed: ${why.trim()}; remove ${this.#deps.file} when it is gone`,
    );
    return true;
  }

  /** Looks at the grains that a minion has sent. */
  saw(id: string, grains: ValueMap): void {
    const version = grains.get("zmqversion");
    if (this.#off || typeof version !== "string" || !isOld(version)) return;
    this.#off = true;
    const why = `${untrusted(id)} has ZeroMQ ${untrusted(version)}, which knows no heartbeats`;
    this.#deps.log.warn({ event: "heartbeat.off", minion: id }, `connections are not probed any more: ${why}`);
    this.#stop(why).catch((err: unknown) =>
      this.#deps.log.error({ event: "heartbeat.failed", err }, "heartbeats could not be switched off"),
    );
  }

  async #stop(why: string): Promise<void> {
    await writeFile(this.#deps.file, `${why}\n`, { mode: 0o600 });
    await this.#deps.stop();
  }
}

function isOld(version: string): boolean {
  const [, major = "", minor = ""] = /^(\d{1,3})\.(\d{1,3})\b/.exec(version) ?? [];
  return major !== "" && (Number(major) < 4 || (Number(major) === 4 && Number(minor) < 2));
}
