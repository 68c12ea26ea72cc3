import { readFileSync, statSync } from "node:fs";
import { readYaml } from "@salina/render";
import { globMatcher, type TextMatcher } from "@salina/targeting";
import { isMap, type Value, type ValueMap } from "@salina/wire";

interface Entry {
  readonly pattern: string;
  readonly matches: TextMatcher;
  readonly files: readonly string[];
  /** As it stands in the config: what `reactor.list` shows. */
  readonly shown: ValueMap;
}

export interface MatchedFile {
  readonly pattern: string;
  /** A path with wildcards, or `salt://…`. */
  readonly sls: string;
}

/** What is done about which events: `reactor` of the config, or of the file that it names, and what was added since. */
export class ReactorMap {
  readonly #file: string | null;
  readonly #warn: (text: string) => void;
  #entries: Entry[];
  #added: Entry[] = [];
  #readAt = "";

  /** @param config `reactor`: a list of maps with one key each, or the path of a YAML file with such a list */
  constructor(config: Value, warn: (text: string) => void) {
    this.#warn = warn;
    this.#file = typeof config === "string" ? config : null;
    this.#entries = this.#file === null ? readEntries(config, warn) : [];
  }

  /** Of all entries that match, in their order. @source salt/utils/reactor.py, list_reactors */
  matching(tag: string): readonly MatchedFile[] {
    return this.#all()
      .filter(({ matches }) => matches(tag))
      .flatMap(({ pattern, files }) => files.map((sls) => ({ pattern, sls })));
  }

  list(): readonly ValueMap[] {
    return this.#all().map(({ shown }) => shown);
  }

  /** @returns false: there is one for this tag already, or it cannot be one */
  add(pattern: string, files: Value): boolean {
    if (this.#all().some((one) => one.pattern === pattern)) return false;
    const entry = readEntry(new Map<Value, Value>([[pattern, files]]));
    if (typeof entry === "string") return false;
    this.#added.push(entry);
    return true;
  }

  /** @returns false: there is none, or it stands in a file of its own */
  delete(pattern: string): boolean {
    const own = this.#file === null ? this.#entries : [];
    const at = own.findIndex((one) => one.pattern === pattern);
    if (at >= 0) own.splice(at, 1);
    const addedAt = this.#added.findIndex((one) => one.pattern === pattern);
    if (at < 0 && addedAt >= 0) this.#added.splice(addedAt, 1);
    return at >= 0 || addedAt >= 0;
  }

  #all(): readonly Entry[] {
    if (this.#file !== null) this.#refresh(this.#file);
    return [...this.#entries, ...this.#added];
  }

  /** Stock reads the file with each event; we look whether it is another one. What cannot be read leaves what was. */
  #refresh(file: string): void {
    try {
      const { mtimeMs, size, ino } = statSync(file);
      const now = `${mtimeMs} ${size} ${ino}`;
      if (now === this.#readAt) return;
      this.#readAt = now;
      this.#entries = readEntries(readYaml(readFileSync(file, "utf8"), file), this.#warn);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#readAt !== reason) this.#warn(`Failed to read reactor map: ${reason}`);
      this.#readAt = reason;
    }
  }
}

function readEntries(config: Value, warn: (text: string) => void): Entry[] {
  if (config === null) return [];
  if (!Array.isArray(config)) {
    warn("`reactor` is no list of maps with one key each; it is ignored");
    return [];
  }
  return config.flatMap((one, at) => {
    const entry = readEntry(one);
    if (typeof entry !== "string") return [entry];
    warn(`entry ${at + 1} of \`reactor\` is ignored: ${entry}`);
    return [];
  });
}

/** The entry, or what is wrong with it. */
function readEntry(value: Value): Entry | string {
  if (!isMap(value) || value.size !== 1) return "it is no map with one key";
  const [first] = value;
  const [pattern, files] = first ?? [null, null];
  if (typeof pattern !== "string" || pattern === "" || pattern.length > 1024) return "its tag is no text";
  const list = typeof files === "string" ? [files] : files;
  if (!Array.isArray(list)) return "it names no files";
  const names = list.filter((one): one is string => typeof one === "string" && one !== "");
  if (names.length !== list.length) return "what it names is not text";
  return { pattern, matches: globMatcher(pattern), files: names, shown: value };
}
