import type { Runner } from "../runner.js";
import { backend } from "./wanted-files.js";

export const clearLock: Runner = {
  name: "fileserver.clear_lock",
  doc: "There are no lock files here: one process fetches, one after the other. For scripts that call it.",
  parameters: [backend, { name: "remote", doc: "Left aside.", default: null }],
  reads: true,
  run: () => Promise.resolve("No locks were removed"),
};
