const vendor = "it speaks to one vendor's product through a Python library";

/** Modules of stock's runners of which nothing is offered, and functions beside those that are. */
export const modulesLeftOut: ReadonlyMap<string, string> = new Map([
  ["http.update_ca_bundle", "certificates are those of the system, which its packages keep"],
  ["auth", "tokens come with external authentication over REST"],
  ["cloud", "it needs salt-cloud, which is Python"],
  ["ssh", "it needs salt-ssh, which is Python"],
  ["thin", "it packs Python for salt-ssh"],
  ["virt", "it works through a Python module of minions: call their `virt.*` with `salt.execute`"],
  ["lxc", "it works through a Python module of minions: call their `lxc.*` with `salt.execute`"],
  ["winrepo", "it renders packages for Windows minions with Python: `winrepo.*` of a minion does the same"],
  ["pkg", "call `pkg.list_upgrades` of the minions with `salt.execute`"],
  ["net", "it reads what network devices put into the mine: `mine.get` shows it"],
  ["bgp", "it reads what network devices put into the mine: `mine.get` shows it"],
  ["nacl", "it needs the Python library PyNaCl; pillar is decrypted with GPG"],
  ["vault", "it hands tokens of a Vault to minions; minions ask their Vault themselves"],
  ["sdb", "there are no sdb drivers"],
  ["match", "newer than 3006; a target is tried with `salt-run manage.present` or `salt --preview-target`"],
  ["batch", "newer than 3007; `salt -b` runs in batches"],
  ["pki", "newer than 3007; keys are read from `pki_dir` at each request, there is no index of them"],
  ["cluster", "newer than 3007, for clusters of stock masters"],
  ["resource", "newer than 3007, for resources of stock minions"],
  ["launchd", "it writes a service file for macOS"],
  ...["asam", "ddns", "digicertapi", "drac", "f5", "mattermost", "pagerduty", "smartos_vmadm", "spacewalk"].map(
    (name): [string, string] => [name, `${vendor}; \`http.query\` speaks to web interfaces`],
  ),
  ...["venafiapi", "vistara"].map((name): [string, string] => [
    name,
    `${vendor}; \`http.query\` speaks to web interfaces`,
  ]),
]);
