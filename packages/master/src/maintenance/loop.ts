import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "@salina/store";
import type { Clock } from "../clock.js";
import type { MasterSecrets } from "../crypto/master-secrets.js";
import { forgetJobs, type HistoryLimits } from "../history/forget-jobs.js";
import type { Log } from "../log.js";
import type { PresenceEvents } from "../minions/presence-events.js";

export interface MaintenanceDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly cacheDir: string;
  readonly secrets: MasterSecrets;
  readonly store: Store;
  /** Null where `presence_events` is off. */
  readonly presenceEvents: PresenceEvents | null;
  readonly intervalMs: number;
  /** `publish_session` */
  readonly keyAgeMs: number;
  readonly history: HistoryLimits;
}

/** What has to be done again and again (`loop_interval`): key rotation, presence events, forgetting old jobs. */
export class Maintenance {
  readonly #deps: MaintenanceDeps;
  #callOff: () => void = () => undefined;
  #stopped = false;

  constructor(deps: MaintenanceDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#callOff = this.#deps.clock.after(this.#deps.intervalMs, () => void this.#turn());
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff();
  }

  async #turn(): Promise<void> {
    const { secrets, keyAgeMs, log, presenceEvents } = this.#deps;
    try {
      if (await this.#takeDropFile()) secrets.rotate();
      else secrets.rotateIfOlderThan(keyAgeMs);
      presenceEvents?.fire();
      await this.#forget();
    } catch (error) {
      log.error({ event: "maintenance.failed", err: error }, "the maintenance loop failed; it goes on");
    }
    if (!this.#stopped) this.start();
  }

  /** `<cachedir>/.dfn`, mode 0400: how a stock `salt-key -d` beside us asks for a new shared key. */
  async #takeDropFile(): Promise<boolean> {
    const file = join(this.#deps.cacheDir, ".dfn");
    const found = await stat(file).catch(() => null);
    if (!found?.isFile() || (found.mode & 0o777) !== 0o400) return false;
    await rm(file, { force: true });
    return true;
  }

  async #forget(): Promise<void> {
    const { store, clock, history, log } = this.#deps;
    const { old, crowdedOut } = await forgetJobs(store, clock.now(), history, () => this.#stopped);
    if (old > 0) log.info({ event: "history.old", jobs: old }, "old jobs were removed");
    if (crowdedOut === 0) return;
    log.warn(
      { event: "history.full", jobs: crowdedOut, keepBytes: history.keepBytes },
      "jobs were removed before their time: all records together are larger than `salina: keep_jobs_bytes`",
    );
  }
}
