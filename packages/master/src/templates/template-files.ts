import { open } from "node:fs/promises";
import { basename, isAbsolute } from "node:path";
import type { FileServer } from "../files/file-server.js";
import { type WantedFile, wantedFile } from "../files/wanted-file.js";
import type { TemplateFile, TemplateSource } from "./template-request.js";

/** Larger ones are refused: an SLS is written by hand. */
const maxFileBytes = 4 << 20;

export interface TemplateText extends TemplateFile {
  readonly text: string;
}

export type Served = Pick<FileServer, "find" | "read" | "environments" | "lists">;

/** Finds templates: in the file server with all its backends, as minions see it, or by their path on this machine. */
export class TemplateFiles {
  readonly #files: Served;

  constructor(files: Served) {
    this.#files = files;
  }

  /** @throws Error where it is there, but cannot be read as text */
  async find(source: TemplateSource, saltenv: string): Promise<TemplateText | undefined> {
    if (source.kind === "sls") {
      const path = source.name.replaceAll(".", "/");
      return (await this.below(`${path}.sls`, saltenv)) ?? (await this.below(`${path}/init.sls`, saltenv));
    }
    if (source.path.startsWith("salt://"))
      return this.#wanted(wantedFile(source.path.slice("salt://".length), saltenv));
    return isAbsolute(source.path) ? onThisMachine(source.path) : undefined;
  }

  /** `a.b` for `a/b.sls` and for `a/b/init.sls`, sorted; undefined: there is no such environment. */
  async names(saltenv: string): Promise<readonly string[] | undefined> {
    if (!(await this.#files.environments()).includes(saltenv)) return undefined;
    const { files } = await this.#files.lists(saltenv);
    const names = files.filter((path) => path.endsWith(".sls")).map(nameOf);
    return [...new Set(names)].sort();
  }

  /** @param relative literally */
  below(relative: string, saltenv: string): Promise<TemplateText | undefined> {
    return this.#wanted(wantedFile(`|${relative}`, saltenv));
  }

  async #wanted(wanted: WantedFile | null): Promise<TemplateText | undefined> {
    const found = wanted && (await this.#files.find(wanted));
    if (!wanted || !found) return undefined;
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < found.stat.size) {
      const part = await this.#files.read(found, length);
      if (part === undefined || part.length === 0) break;
      parts.push(part);
      length += part.length;
      if (length > maxFileBytes) throw tooLarge(found.path);
    }
    return { path: found.path, relative: wanted.path, text: asText(Buffer.concat(parts), found.path) };
  }
}

function nameOf(path: string): string {
  return path.replace(/(?:\/init)?\.sls$/, "").replaceAll("/", ".");
}

async function onThisMachine(path: string): Promise<TemplateText | undefined> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile()) return undefined;
    if (found.size > maxFileBytes) throw tooLarge(path);
    return { path, relative: basename(path), text: asText(await handle.readFile(), path) };
  } finally {
    await handle.close();
  }
}

const tooLarge = (path: string) => new Error(`${path} is larger than ${maxFileBytes} bytes`);

function asText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${path} is not UTF-8`);
  }
}
