import type { Output } from "./process/run-command.js";

/** A master that a test talks to only as users and minions do: by its ports, its commands and its config file. */
export interface MasterUnderTest {
  readonly kind: "stock" | "salina";
  readonly publishPort: number;
  readonly requestPort: number;
  readonly configDir: string;
  readonly pkiDir: string;
  log(): string;
  salt(args: readonly string[]): Promise<Output>;
  saltKey(args: readonly string[]): Promise<Output>;
  /**
   * Runs `fun` on one minion `count` times.
   * @returns how many were answered
   */
  manyJobs(id: string, fun: string, count: number): Promise<number>;
  /** Ends the process by this signal and starts it again; resolves when it listens. */
  restart(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  stop(): Promise<void>;
}

export interface MasterOptions {
  /** Directory that takes everything the master writes. */
  readonly root: string;
  readonly extraConfig?: Readonly<Record<string, unknown>>;
}
