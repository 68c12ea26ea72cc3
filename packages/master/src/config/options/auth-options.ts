import { boolean, integer, path } from "../kinds.js";
import { maxInt, option, unset } from "./option.js";

/** Options for which minions are let in. */
export const authOptions = {
  auto_accept: option(boolean, false, "auth.autoAccept", "Accept every new key."),
  open_mode: option(
    boolean,
    false,
    "auth.openMode",
    "Accept every key, also in place of another. For emergencies only.",
  ),
  autosign_file: unset(
    path,
    "auth.autosignFile",
    "File of ids that are accepted at once: names, globs or regular expressions, one a line.",
  ),
  autoreject_file: unset(path, "auth.autorejectFile", "File of ids that are rejected at once; asked first."),
  autosign_grains_dir: unset(
    path,
    "auth.autosignGrainsDir",
    "Directory with a file for each grain, of values whose minions are accepted at once.",
  ),
  autosign_timeout: option(
    integer(0, maxInt, "minutes"),
    120,
    "auth.autosignTimeoutMin",
    "How long a file in `minions_autosign` counts.",
  ),
  permissive_pki_access: option(boolean, false, "auth.permissivePkiAccess", "Let the group read the key directories."),
  max_minions: option(integer(0, maxInt), 0, "auth.maxMinions", "Minions that may be connected; 0: no limit."),
  minimum_auth_version: option(
    integer(0, 3),
    0,
    "auth.minimumAuthVersion",
    "Refuse minions of an older protocol: 0, 2 or 3. Set 3 when all minions are 3006.9, 3007.2 or newer.",
    "`0` (stock: 3)",
  ),
  auth_events: option(boolean, true, "auth.events", "Fire `salt/auth` for each decision about a key."),
} as const;
