import { type Json, toJson, toValue, type ValueMap } from "@salina/wire";
import { expect, test } from "vitest";
import { maskedOptions } from "./masked-options.js";

const shown = (options: object): Json => toJson(maskedOptions(toValue(options) as ValueMap, "test_master"));
const mask = "**********";

test("secrets below an option are masked, wherever they stand", () => {
  expect(
    shown({
      ext_pillar: [{ vault: { url: "https://x", token: "t", role: 1 } }],
      gitfs_remotes: ["https://me:secret@git.local/x.git", { "ssh://git@host/y": [{ password: "p" }, { user: "me" }] }],
      mysql: { pass: "p", passwd: "p", passphrase: "p", api_key: 7, port: 3306, client_secret: "s" },
    }),
  ).toMatchObject({
    ext_pillar: [{ vault: { url: "https://x", token: mask, role: 1 } }],
    gitfs_remotes: [`https://me:${mask}@git.local/x.git`, { "ssh://git@host/y": [{ password: mask }, { user: "me" }] }],
    mysql: { pass: mask, passwd: mask, passphrase: mask, api_key: mask, port: 3306, client_secret: mask },
    id: "test_master",
  });
});

test("what is no secret stays, and what is the front-end's own is not touched", () => {
  const options = {
    saltgui_templates: { t: { password: "asked for", command: "http://a:b@c" } },
    saltgui_show_jobs: ["cmd.run"],
    token_expire: 43_200,
    external_auth: { sharedsecret: { fred: [".*"] }, pam: { bob: ["@wheel"] } },
    nodegroups: { passwords: "web*" },
  };
  expect(shown(options)).toMatchObject({ ...options, id: "test_master" });
});

test("options that only stock knows have its defaults, unless their names speak of a secret", () => {
  const all = shown({ state_output: "terse" }) as Record<string, Json>;
  expect(all).toMatchObject({ state_output: "terse", state_verbose: true, order_masters: false, cluster_peers: [] });
  for (const name of ["key_pass", "cluster_secret", "ssh_passwd", "git_pillar_password"])
    expect(all).not.toHaveProperty(name);
});
