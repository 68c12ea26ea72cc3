import type { Parameters } from "./parameters.js";
import { reading } from "./reading.js";
import type { Runner, RunnerContext } from "./runner.js";

type List = "files" | "directories" | "emptyDirectories";

function listing(doc: string, list: List): Runner {
  return {
    doc,
    parameters: ["saltenv", "backend"],
    run: async (given, { files }) => [...(await files.lists(given.text("saltenv", "base")))[list]],
  };
}

/** @source salt/runners/fileserver.py */
export const fileserverRunners: Readonly<Record<string, Runner>> = reading({
  envs: {
    doc: "Environments that files are served of.",
    parameters: ["backend", "sources"],
    run: async (_given, { files }) => [...(await files.environments())],
  },
  file_list: listing("Files of an environment.", "files"),
  dir_list: listing("Directories of an environment.", "directories"),
  empty_dir_list: listing("Empty directories of an environment.", "emptyDirectories"),
  symlink_list: {
    doc: "Links of an environment, with what stands in them.",
    parameters: ["saltenv", "backend"],
    run: async (given, { files }) => new Map((await files.lists(given.text("saltenv", "base"))).links),
  },
  update: {
    doc: "Fetches the remotes of gitfs now.",
    parameters: ["backend", "remote"],
    run: (given, context) => updated(given, context),
  },
});

async function updated(_given: Parameters, { updateFiles }: RunnerContext): Promise<boolean> {
  await updateFiles();
  return true;
}
