import type { KeyObject } from "node:crypto";
import type { Clock } from "../clock.js";
import { makeSharedKey, type SharedKey } from "./shared-key.js";

/** Holds the shared key of the moment and makes a new one when told or when it is old. */
export class MasterSecrets {
  readonly #masterKey: KeyObject;
  readonly #clock: Clock;
  readonly #onRotate: () => void;
  #shared: SharedKey;
  #madeAt: number;

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

  /** There is no grace period for the old key: a minion finds out with its next message and authenticates again. */
  rotate(): void {
    this.#shared = makeSharedKey(this.#masterKey);
    this.#madeAt = this.#clock.now();
    this.#onRotate();
  }

  rotateIfOlderThan(ageMs: number): void {
    if (this.#clock.now() - this.#madeAt >= ageMs) this.rotate();
  }
}
