import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";

export type CaseResult = { readonly outcome: "ok" } | { readonly outcome: "failed"; readonly why: string };

/** What one release did, as `scripts/matrix.mjs` reads it. */
export interface ReleaseRecord {
  readonly release: string;
  readonly era: number;
  readonly python: string | null;
  readonly date: string;
  /** Why it did not run, or null. */
  readonly notRun: string | null;
  /** Requirements whose minimum was not published. */
  readonly relaxed: readonly string[];
  readonly cases: Readonly<Record<string, CaseResult>>;
  readonly secondsUntilItAnswersAgain: number | null;
}

/** Writes the record (of one part of the tests) where SALINA_MATRIX_DIR says; nowhere without it. */
export function writeRecord(record: ReleaseRecord, env: NodeJS.ProcessEnv, part = ""): void {
  const matrix = env["SALINA_MATRIX_DIR"];
  if (!matrix) return;
  const directory = join(matrix, part);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${record.release}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

/** Tests whose outcome is also kept, for the table. */
export function keptIn(cases: Record<string, CaseResult>) {
  return (name: string, run: () => Promise<void>, timeoutMs = 120_000): void => {
    test(
      name,
      async () => {
        try {
          await run();
          cases[name] = { outcome: "ok" };
        } catch (error) {
          cases[name] = { outcome: "failed", why: error instanceof Error ? error.message : String(error) };
          throw error;
        }
      },
      timeoutMs,
    );
  };
}
