import { globMatcher } from "@salina/targeting";
import type { Chunk, Requisite } from "./chunk.js";

const globCharacters = /[*?[]/;

/** Finds the chunks that a requisite names, by id or name (or, with `sls`, by file), exactly or as a glob. */
export class ChunkIndex {
  readonly #chunks: readonly Chunk[];
  readonly #byText = new Map<string, Chunk[]>();
  readonly #processedSls: readonly string[];

  /** @param processedSls files that were read, those without steps too */
  constructor(chunks: readonly Chunk[], processedSls: readonly string[]) {
    this.#chunks = chunks;
    this.#processedSls = processedSls;
    for (const chunk of chunks) {
      for (const key of new Set([chunk.name, chunk.id])) {
        const known = this.#byText.get(key);
        if (known) known.push(chunk);
        else this.#byText.set(key, [chunk]);
      }
    }
  }

  /** @returns undefined where it names nothing */
  find({ key, value }: Requisite): readonly Chunk[] | undefined {
    if (typeof value !== "string") return undefined;
    if (key === "sls") {
      const matches = globMatcher(value);
      const found = this.#chunks.filter((chunk) => matches(chunk.sls));
      return found.length > 0 || this.#processedSls.some(matches) ? found : undefined;
    }
    const found = this.#named(value).filter((chunk) => key === "id" || chunk.state === key);
    return found.length > 0 ? found : undefined;
  }

  #named(text: string): readonly Chunk[] {
    if (!globCharacters.test(text)) return this.#byText.get(text) ?? [];
    const matches = globMatcher(text);
    return this.#chunks.filter((chunk) => matches(chunk.name) || matches(chunk.id));
  }
}
