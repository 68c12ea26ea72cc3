import type { ToolRunner } from "../tool-runner.js";

/** @source salt/runners/git_pillar.py */
export const update: ToolRunner = {
  name: "git_pillar.update",
  doc: "Fetches the git remotes of `ext_pillar` now: by remote, whether there is something new in any.",
  parameters: [
    {
      name: "branch",
      type: "text",
      doc: "Shows only remotes with this in their names; all are fetched.",
      default: null,
    },
    { name: "repo", type: "text", doc: "The same.", default: null },
  ],
  async run(given, { tools }) {
    const wanted = ["branch", "repo"].map((name) => given.text(name, "")).filter((text) => text !== "");
    const all = [...(await tools.updateGitPillars())];
    const shown = all.filter(([remote]) => wanted.every((text) => remote.includes(text)));
    if (shown.length === 0 && wanted.length > 0) throw new Error(`no git remote is named ${wanted.join(" ")}`);
    return new Map(shown);
  },
};
