import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export interface Release {
  readonly release: string;
  readonly era: 0 | 2 | 3;
}

/** A release that is installed, or why it is not. */
export type Installed =
  | (Release & {
      readonly bin: string;
      readonly python: string;
      readonly relaxed: readonly string[];
      readonly missing: null;
    })
  | (Release & { readonly missing: string });

interface Scripts {
  releaseOf(release: string): Release;
  readonly testReleases: readonly string[];
  releasesFor(suite: "test" | "matrix"): readonly Release[];
  ensureSaltVenv(options: {
    release: string;
    toolsDir: string;
    log: (line: string) => void;
  }): Promise<{ bin: string; pythonVersion: string; relaxed: readonly string[] }>;
}

export const checkout = resolve(import.meta.dirname, "../../..");

/**
 * The releases of this run, each installed where it can be: those of `npm test`, or what SALINA_TEST_RELEASES names
 * (`matrix`, or releases with commas).
 */
export async function installedReleases(env: NodeJS.ProcessEnv): Promise<Installed[]> {
  const scripts = await loadScripts();
  const named = env["SALINA_TEST_RELEASES"] ?? "test";
  const wanted =
    named === "test" || named === "matrix"
      ? scripts.releasesFor(named)
      : named.split(",").map((release) => scripts.releaseOf(release));
  const installed: Installed[] = [];
  for (const { release, era } of wanted) installed.push(await install(scripts, { release, era }));
  return installed;
}

async function install(scripts: Scripts, { release, era }: Release): Promise<Installed> {
  try {
    const toolsDir = resolve(checkout, ".tools");
    const { bin, pythonVersion, relaxed } = await scripts.ensureSaltVenv({ release, toolsDir, log: console.log });
    return { release, era, bin, python: pythonVersion, relaxed, missing: null };
  } catch (error) {
    return { release, era, missing: error instanceof Error ? error.message : String(error) };
  }
}

// Plain scripts, which run before anything is built and so are not part of the build.
async function loadScripts(): Promise<Scripts> {
  const load = async (name: string): Promise<Partial<Scripts>> =>
    (await import(pathToFileURL(resolve(checkout, "scripts", name)).href)) as Partial<Scripts>;
  return { ...(await load("salt-releases.mjs")), ...(await load("salt-venv.mjs")) } as Scripts;
}
