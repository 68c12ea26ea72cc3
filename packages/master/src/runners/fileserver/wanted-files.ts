import type { Value } from "@salina/wire";
import type { FileLists } from "../../files/backend.js";
import type { FunctionParameter } from "../../functions/master-function.js";
import type { Parameters } from "../parameters.js";
import type { RunnerContext } from "../runner.js";

export const backend: FunctionParameter = {
  name: "backend",
  doc: "Only of these backends: `roots`, `gitfs`; with `-` before it, of the others. Text with commas or a list.",
  type: "list",
  default: null,
};

export const wantedFiles: readonly FunctionParameter[] = [
  { name: "saltenv", doc: "Environment.", type: "text", default: "base" },
  backend,
];

/** Whether the call names this backend. `git` is `gitfs`. @source salt/fileserver/__init__.py, backends */
export function chosenBackends(given: Parameters): (name: string) => boolean {
  const names = given.list("backend")?.map(backendName) ?? null;
  if (names === null) return () => true;
  const [without, within] = [names.filter((one) => one.startsWith("-")), names.filter((one) => !one.startsWith("-"))];
  return (name) => (within.length === 0 || within.includes(name)) && !without.includes(`-${name}`);
}

function backendName(value: Value): string {
  const name = String(value);
  return name.replace(/^(-?)git$/, "$1gitfs");
}

export async function listsOf(given: Parameters, { files }: RunnerContext): Promise<FileLists> {
  return await files.lists(given.text("saltenv"), chosenBackends(given));
}
