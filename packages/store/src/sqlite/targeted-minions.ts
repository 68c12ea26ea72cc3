/** The minions of the jobs that are being answered just now: a return has to know whether it was asked for. */
export class TargetedMinions {
  readonly #size: number;
  readonly #read: (jid: string) => readonly string[];
  readonly #jobs = new Map<string, ReadonlySet<string>>();

  constructor(read: (jid: string) => readonly string[], size = 16) {
    this.#read = read;
    this.#size = size;
  }

  has(jid: string, minion: string): boolean {
    const minions = this.#jobs.get(jid) ?? new Set(this.#read(jid));
    this.#jobs.delete(jid);
    // Nothing for a job that does not exist: it may be created in a moment.
    if (minions.size > 0) this.#jobs.set(jid, minions);
    const [oldest] = this.#jobs.keys();
    if (this.#jobs.size > this.#size && oldest !== undefined) this.#jobs.delete(oldest);
    return minions.has(minion);
  }

  clear(): void {
    this.#jobs.clear();
  }
}
