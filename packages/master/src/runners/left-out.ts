/** Functions of stock's runners that are not offered, with the reason. */
export const runnersLeftOut: ReadonlyMap<string, string> = new Map([
  ["cache.cloud", "there is no salt-cloud here."],
  [
    "cache.fetch",
    "what is known of minions stands in a database, not in banks of files: `cache.grains`, `cache.pillar`, `cache.mine`.",
  ],
  ["cache.flush", "what is known of minions stands in a database, not in banks of files: `cache.clear_all`."],
  [
    "cache.list",
    "what is known of minions stands in a database, not in banks of files: `cache.grains`, `cache.pillar`, `cache.mine`.",
  ],
  ["cache.store", "it would write what callers say over what minions have sent."],
  [
    "fileserver.clear_cache",
    "what was fetched is a copy of its remote: `fileserver.update` brings it up to date, and heals it.",
  ],
  [
    "fileserver.lock",
    "gitfs has no lock files: one process fetches, one after the other. To hold updates back, set `gitfs_update_interval`.",
  ],
  ["manage.bootstrap", "it would log in to other machines as root. Use Salt's bootstrap script, then `salt-key`."],
  [
    "manage.bootstrap_psexec",
    "it would log in to Windows machines as administrator. Use Salt's installer, then `salt-key`.",
  ],
  [
    "manage.key_regen",
    "it deletes every key, the master's too, and cuts off all minions that are away. Use `saltutil.regen_keys` and `salt-key -d` for each minion.",
  ],
  [
    "manage.safe_accept",
    "it logs in to the minion over salt-ssh, which is not here. Compare fingerprints: `salt-key -f` and `salt-call --local key.finger`.",
  ],
  [
    "queue.insert_runner",
    "the master starts runners by itself through `schedule` and `reactor`: a queue of calls would run without anybody's rights.",
  ],
  [
    "queue.process_runner",
    "the master starts runners by itself through `schedule` and `reactor`: a queue of calls would run without anybody's rights.",
  ],
  ["survey.diff", "it prints as it goes, and returns what `survey.hash` returns."],
]);
