import type { KeyObject } from "node:crypto";
import type { Clock } from "../clock.js";
import { makeSharedKey, type SharedKey } from "./shared-key.js";

/** By then what was published under the key before has arrived everywhere. */
const settleMs = 500;

/** By then the minions that met a new key with its first publish have authenticated again. */
const firstPublishMs = 5000;

/**
 * Holds the shared key of the moment and makes a new one when told or when it is old.
 *
 * A minion learns of a new key by the first publish under it, and authenticates to open that. Were the key changed again
 * before it has done so, it would be given the next one and could never open the job. So a key stays for a while after
 * its first publish, and who asks for the next one meanwhile gets it a little later; nothing is published until then.
 */
export class MasterSecrets {
  readonly #masterKey: KeyObject;
  readonly #clock: Clock;
  readonly #onRotate: () => void;
  #shared: SharedKey;
  #madeAt: number;
  #settled: Promise<void> = Promise.resolve();
  /** Whether the key's first publish is still making minions authenticate. */
  #isNews = false;
  #isUsed = false;
  #wanted = false;
  #waiting: (() => void)[] = [];

  /** @param onRotate called after each change of the key, not for the first one */
  constructor(masterKey: KeyObject, clock: Clock, onRotate: () => void) {
    this.#masterKey = masterKey;
    this.#clock = clock;
    this.#onRotate = onRotate;
    this.#shared = makeSharedKey(masterKey);
    this.#madeAt = clock.now();
  }

  get shared(): SharedKey {
    return this.#shared;
  }

  /** The key to publish under: never one that is about to go. */
  async forPublish(): Promise<SharedKey> {
    while (this.#wanted) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!this.#isUsed) {
      this.#isUsed = true;
      this.#isNews = true;
      this.#clock.after(firstPublishMs, () => {
        this.#isNews = false;
        if (this.#wanted) this.#rotateNow();
      });
    }
    return this.#shared;
  }

  /**
   * Resolves when the last rotation is a moment ago. Who is told at once that the old key is gone gets the new one before
   * it has read the jobs that are still on their way to it under the old one, and can never open them.
   */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** There is no grace period for the old key: a minion finds out with its next message and authenticates again. */
  rotate(): void {
    if (this.#isNews) this.#wanted = true;
    else this.#rotateNow();
  }

  rotateIfOlderThan(ageMs: number): void {
    if (this.#clock.now() - this.#madeAt >= ageMs) this.rotate();
  }

  #rotateNow(): void {
    this.#shared = makeSharedKey(this.#masterKey);
    this.#madeAt = this.#clock.now();
    this.#isUsed = false;
    this.#wanted = false;
    this.#settled = new Promise((resolve) => this.#clock.after(settleMs, resolve));
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.#onRotate();
  }
}
