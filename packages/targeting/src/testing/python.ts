import { spawnSync } from "node:child_process";

/** Python 3.11 or newer, or why not: older ones read a few patterns in another way. */
export function findPython(): { readonly found: boolean; readonly reason: string } {
  const run = spawnSync("python3", ["-c", "import sys; print(sys.version_info >= (3, 11))"], { encoding: "utf8" });
  if (run.status !== 0) return { found: false, reason: "python3 is not on the PATH" };
  return { found: run.stdout.trim() === "True", reason: "python3 is older than 3.11" };
}

const program = `
import fnmatch, json, re, sys, warnings
warnings.simplefilter("ignore")
cases = json.load(sys.stdin)
def glob(pattern, text):
    return fnmatch.fnmatchcase(text, pattern)
def pcre(pattern, text):
    return re.match(pattern, text) is not None
def row(case):
    matches = {"glob": glob, "pcre": pcre}[case["kind"]]
    try:
        if case["kind"] == "pcre":
            re.compile(case["pattern"])
        return [matches(case["pattern"], text) for text in case["texts"]]
    except (re.error, OverflowError):
        return None
json.dump([row(case) for case in cases], sys.stdout)
`;

export interface PythonCase {
  readonly kind: "glob" | "pcre";
  readonly pattern: string;
  readonly texts: readonly string[];
}

/** One row a case: what Python says of each text, or null where it refuses the pattern. */
export function askPython(cases: readonly PythonCase[]): readonly (readonly boolean[] | null)[] {
  const run = spawnSync("python3", ["-c", program], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`python3 failed: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
