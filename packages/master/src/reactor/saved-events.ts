import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { decode, encode } from "@salina/wire";
import type { AcceptedEvent } from "./reactor.js";

/** Events that a stopping daemon leaves to the next one: a packed list of pairs of tag and packed data. */
export class SavedEvents {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async save(events: readonly AcceptedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const fresh = `${this.#file}.new`;
    await writeFile(fresh, encode(events.map(({ tag, data }) => [tag, data])), { mode: 0o600 });
    await rename(fresh, this.#file);
  }

  /** Each only once. */
  async take(): Promise<readonly Omit<AcceptedEvent, "bytes">[]> {
    const bytes = await readFile(this.#file).catch(() => undefined);
    if (!bytes) return [];
    await rm(this.#file);
    const read = decode(bytes, { maxBytes: bytes.length, maxElements: bytes.length, maxContainer: bytes.length });
    const list = read.ok && Array.isArray(read.value) ? read.value : [];
    return list.flatMap((one) => {
      const [tag, data] = Array.isArray(one) ? one : [];
      return typeof tag === "string" && data !== undefined ? [{ tag, data: asBytes(data) }] : [];
    });
  }
}

/** What happens to be UTF-8 comes back as text. */
const asBytes = (data: unknown) => (data instanceof Uint8Array ? data : Buffer.from(String(data), "utf8"));
