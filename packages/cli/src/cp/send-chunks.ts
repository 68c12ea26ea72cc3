import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Value } from "@salina/wire";
import type { Send } from "./main.js";
import { type SourceFile, sourceFiles } from "./source-files.js";

interface ChunkOptions {
  readonly compress: boolean;
  readonly chunkBytes: number;
}

/** Chunk after chunk, each a job of its own. @returns by minion: what became of each path; null when no minion matches */
export async function sendChunks(send: Send, sources: readonly string[], destination: string, options: ChunkOptions) {
  const results = new Map<Value, Map<Value, Value>>();
  for (const file of sourceFiles(sources, destination)) {
    for await (const arg of callsFor(file, options)) {
      const returns = await send("cp.recv_chunked", arg);
      if (returns === null) return null;
      for (const [minion, value] of returns) keep(results, minion, file.target, value);
    }
  }
  return results;
}

/** The first thing that went wrong is what is told of a file. */
function keep(results: Map<Value, Map<Value, Value>>, minion: Value, target: string, value: Value): void {
  const paths = results.get(minion) ?? new Map<Value, Value>();
  const before = paths.get(target);
  if (before === undefined || before === true) paths.set(target, value);
  results.set(minion, paths);
}

async function* callsFor({ path, target, mode }: SourceFile, options: ChunkOptions): AsyncGenerator<Value[]> {
  if (mode === null) {
    yield [target, null];
    return;
  }
  let isAppended = false;
  for await (const chunk of chunksOf(path, options.chunkBytes)) {
    const sent = options.compress ? await compress(chunk) : chunk;
    // Minions take text with a `=` for a keyword, unless it begins with a line break: readers of base64 skip that.
    yield [target, `\n${sent.toString("base64")}`, isAppended, options.compress, mode];
    isAppended = true;
  }
}

const compress = promisify<Uint8Array, Buffer>(gzip);

/** At least one, so that an empty file is made too. */
async function* chunksOf(path: string, size: number): AsyncGenerator<Buffer> {
  await using file = await open(path);
  let isFirst = true;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size);
    if (bytesRead > 0 || isFirst) yield buffer.subarray(0, bytesRead);
    if (bytesRead < size) return;
    isFirst = false;
  }
}
