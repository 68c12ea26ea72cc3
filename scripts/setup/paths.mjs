import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** What set-up brings and nobody commits: Node, pnpm, virtual environments. */
export const toolsDir = join(root, ".tools");
