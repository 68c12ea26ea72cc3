import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

const maxItems = 100_000;

/** Lists of texts, each in a file of its own: durable once resolved, each text once. */
export class Queues {
  readonly #directory: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Names, sorted. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#directory).catch(ifMissing([]));
    return files.flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -5)] : [])).sort();
  }

  items(queue: string): Promise<readonly string[]> {
    return this.#inTurn(() => this.#read(queue));
  }

  /** All of them, or none. @returns the first that is there already; null: they are in */
  insert(queue: string, items: readonly string[]): Promise<string | null> {
    return this.#inTurn(async () => {
      const known = await this.#read(queue);
      const all = new Set(known);
      for (const item of items) {
        if (all.has(item)) return item;
        all.add(item);
      }
      if (all.size > maxItems) throw new Error(`the queue ${queue} holds at most ${maxItems} items`);
      await this.#write(queue, [...all]);
      return null;
    });
  }

  remove(queue: string, items: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const known = await this.#read(queue);
      await this.#write(
        queue,
        known.filter((item) => !items.includes(item)),
      );
    });
  }

  /** Takes the oldest out. */
  pop(queue: string, count: number): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const known = await this.#read(queue);
      const taken = known.slice(0, count);
      if (taken.length > 0) await this.#write(queue, known.slice(taken.length));
      return taken;
    });
  }

  /** One after the other: two callers never get the same item. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #read(queue: string): Promise<readonly string[]> {
    const text = await readFile(this.#file(queue), "utf8").catch(ifMissing("[]"));
    const items: unknown = JSON.parse(text);
    if (!Array.isArray(items) || !items.every((one) => typeof one === "string")) {
      throw new Error(`the file of the queue ${queue} is damaged: ${this.#file(queue)}`);
    }
    return items;
  }

  async #write(queue: string, items: readonly string[]): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const file = this.#file(queue);
    const handle = await open(`${file}.new`, "w", 0o600);
    try {
      await handle.writeFile(JSON.stringify(items));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.new`, file);
    const directory = await open(this.#directory, "r");
    await directory.sync().finally(() => directory.close());
  }

  #file(queue: string): string {
    return join(this.#directory, `${queue}.json`);
  }
}

function ifMissing<T>(standard: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return standard;
    throw error;
  };
}
