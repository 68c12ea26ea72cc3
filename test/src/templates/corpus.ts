import { readFileSync } from "node:fs";

export interface CorpusTemplate {
  readonly name: string;
  readonly text: string;
}

/** The templates of `corpus.txt`: each begins with a line `### name`. Those named `... fails` are errors. */
export function readCorpus(): readonly CorpusTemplate[] {
  const whole = readFileSync(new URL("../../src/templates/corpus.txt", import.meta.url), "utf8");
  return whole
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { name: part.slice(0, end), text: part.slice(end + 1) };
    });
}
