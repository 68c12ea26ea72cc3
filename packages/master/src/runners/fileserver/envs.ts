import type { Runner } from "../runner.js";
import { backend, chosenBackends } from "./wanted-files.js";

export const envs: Runner = {
  name: "fileserver.envs",
  doc: "Environments that files are served of.",
  parameters: [backend, { name: "sources", doc: "Left aside.", default: false }],
  reads: true,
  run: async (given, { files }) => [...(await files.environments(chosenBackends(given)))],
};
