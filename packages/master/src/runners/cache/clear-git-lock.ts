import type { Runner } from "../runner.js";

const roles = ["gitfs", "git_pillar", "winrepo"];

export const clearGitLock: Runner = {
  name: "cache.clear_git_lock",
  doc: "There are no lock files here: one process fetches, one after the other. For scripts that call it.",
  parameters: [
    { name: "role", doc: "gitfs, git_pillar or winrepo.", type: "text" },
    { name: "remote", doc: "Left aside.", default: null },
    { name: "type", doc: "Left aside.", default: null },
  ],
  reads: true,
  run(given) {
    const role = given.text("role");
    if (!roles.includes(role)) return Promise.reject(new Error(`Invalid role '${role}'`));
    return Promise.resolve("No locks were removed");
  },
};
