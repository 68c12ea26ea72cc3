import type { Value } from "@salina/wire";

/** What stands in a step for the state system, and is no argument of its function. @source salt/state.py, STATE_INTERNAL_KEYWORDS */
const internal: ReadonlySet<string> = new Set([
  ...["onchanges", "onchanges_any", "onfail", "onfail_any", "onfail_all", "onfail_stop", "prereq", "prerequired"],
  ...["watch", "watch_any", "require", "require_any", "listen", "onchanges_in", "onfail_in", "prereq_in", "watch_in"],
  ...[
    "require_in",
    "listen_in",
    "fun",
    "state",
    "sfun",
    "check_cmd",
    "cmd_opts_exclude",
    "failhard",
    "onlyif",
    "unless",
  ],
  ...["creates", "retry", "order", "parallel", "reload_modules", "reload_grains", "reload_pillar", "runas"],
  ...["runas_password", "fire_event", "saltenv", "umask", "use", "use_in", "aggregate", "destructive", "max_minions"],
]);

export function isInternal(key: Value): boolean {
  return typeof key !== "string" || internal.has(key) || key.startsWith("__");
}
