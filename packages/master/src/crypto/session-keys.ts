import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Crypticle, isMinionId, newKeyString } from "@salina/wire";
import type { Clock } from "../clock.js";

interface Session {
  readonly text: string;
  readonly crypticle: Crypticle;
  readonly madeAt: number;
}

/**
 * One AES key a minion, for requests of era 3. Kept where a stock master keeps them (`<cachedir>/sessions/<id>`, 0600),
 * so that a restart or a change of master costs no minion its session.
 */
export class SessionKeys {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  readonly #sessions = new Map<string, Session>();

  constructor(directory: string, clock: Clock, maxAgeMs: number) {
    this.#directory = directory;
    this.#clock = clock;
    this.#maxAgeMs = maxAgeMs;
  }

  /** Reads the keys that are there. A file that is no key is left out: that minion authenticates again. */
  async load(): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    for (const id of await readdir(this.#directory)) {
      if (!isMinionId(id)) continue;
      const file = join(this.#directory, id);
      try {
        const text = (await readFile(file, "latin1")).trim();
        const { mtimeMs } = await stat(file);
        this.#sessions.set(id, { text, crypticle: new Crypticle(text), madeAt: mtimeMs });
      } catch {
        await rm(file, { force: true, recursive: true });
      }
    }
  }

  /** The key that requests of this minion are sealed with, if it has one. */
  get(id: string): Crypticle | undefined {
    return this.#sessions.get(id)?.crypticle;
  }

  /** The key text to hand out with an `_auth` reply: the present one, or a new one where that is missing or old. */
  async issue(id: string): Promise<string> {
    const present = this.#sessions.get(id);
    if (present && this.#clock.now() - present.madeAt < this.#maxAgeMs) return present.text;
    const text = newKeyString();
    this.#sessions.set(id, { text, crypticle: new Crypticle(text), madeAt: this.#clock.now() });
    const file = join(this.#directory, id);
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return text;
  }

  /** Ends the session of a minion whose key was removed: nothing it sends can be opened any more. */
  async drop(id: string): Promise<void> {
    this.#sessions.delete(id);
    if (isMinionId(id)) await rm(join(this.#directory, id), { force: true });
  }
}
