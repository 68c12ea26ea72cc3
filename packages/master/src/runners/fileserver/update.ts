import type { Runner } from "../runner.js";
import { backend, chosenBackends } from "./wanted-files.js";

export const update: Runner = {
  name: "fileserver.update",
  doc: "Fetches the remotes of gitfs now.",
  parameters: [backend, { name: "remote", doc: "Left aside: all remotes are fetched.", default: null }],
  async run(given, { updateFiles, call }) {
    if (!call.test && chosenBackends(given)("gitfs")) await updateFiles();
    return true;
  },
};
