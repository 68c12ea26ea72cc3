import type { Value } from "@salina/wire";
import { boolean, data, integer, seconds, secret, someOf, text, textList, textLists } from "../kinds.js";
import { option, unset, yearS } from "./option.js";

/** Options for the file server. */
export const filesOptions = {
  file_roots: option<ReadonlyMap<string, readonly string[]>>(
    textLists,
    new Map([["base", ["/srv/salt"]]]),
    "files.roots",
    "Directories of each environment; `__env__` stands for every other environment, and for its name in the paths.",
  ),
  fileserver_backend: option<readonly string[]>(
    someOf(["roots", "gitfs", "git"]),
    ["roots"],
    "files.backends",
    "Where files come from, in this order.",
  ),
  gitfs_remotes: option<Value>(data, [], "files.git.remotes", "Repositories whose branches and tags are environments."),
  gitfs_base: option(text, "master", "files.git.base", "Branch or tag that is the environment `base`."),
  gitfs_root: option(text, "", "files.git.root", "Directory of a repository that is served.", "all of it"),
  gitfs_mountpoint: option(text, "", "files.git.mountpoint", "Where it appears for minions.", "at the top"),
  gitfs_ref_types: option<readonly string[]>(
    textList,
    ["branch", "tag", "sha"],
    "files.git.refTypes",
    "What may be an environment.",
  ),
  gitfs_saltenv_whitelist: option<readonly string[]>(
    textList,
    [],
    "files.git.whitelist",
    "The only environments that are served: names, globs or expressions.",
    "`[]`: all",
  ),
  gitfs_saltenv_blacklist: option<readonly string[]>(
    textList,
    [],
    "files.git.blacklist",
    "Environments that are not served.",
  ),
  gitfs_disable_saltenv_mapping: option(
    boolean,
    false,
    "files.git.disableMapping",
    "Branches and tags are no environments, except the base.",
  ),
  gitfs_update_interval: option(seconds(1, yearS), 60, "files.git.updateS", "How often the remotes are fetched."),
  gitfs_user: option(text, "", "files.git.access.user", "Account for http and https remotes.", "none"),
  gitfs_password: unset(secret, "files.git.access.password", "Its password."),
  gitfs_privkey: option(text, "", "files.git.access.privateKey", "File of the key for ssh remotes.", "none"),
  gitfs_ssl_verify: option(boolean, true, "files.git.access.sslVerify", "Check certificates."),
  fileserver_events: option(boolean, false, "files.events", "Fire `salt/fileserver/gitfs/update` when it has changed."),
  file_buffer_size: option(
    integer(1024, 16_777_216, "bytes"),
    1_048_576,
    "files.chunkBytes",
    "Longest part of a file that goes out at once.",
  ),
  file_ignore_regex: option<readonly string[]>(
    textList,
    [],
    "files.ignore.expressions",
    "Files whose path has something that matches are kept from minions.",
  ),
  file_ignore_glob: option<readonly string[]>(
    textList,
    [],
    "files.ignore.globs",
    "Files whose path matches as a whole are kept from minions.",
  ),
  fileserver_followsymlinks: option(
    boolean,
    true,
    "files.followSymlinks",
    "Follow links, also out of the root. Off: nothing outside of the root is served.",
  ),
  fileserver_ignoresymlinks: option(boolean, false, "files.ignoreSymlinks", "Leave links out of lists."),
  fileserver_list_cache_time: option(
    seconds(0, 86_400),
    20,
    "files.listCacheS",
    "How long lists of files are used again.",
  ),
} as const;
