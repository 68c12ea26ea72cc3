import { name, path } from "../kinds.js";
import { option, unset } from "./option.js";

/** Options for who the daemon is and where its files are. */
export const daemonOptions = {
  id: unset(name, "id", "Name under which the master's own runs are kept.", "`<hostname>_master`"),
  user: unset(name, "user", "Account to change to when started as root.", "stay who we are (stock: `root` or `salt`)"),
  root_dir: option(path, "/", "paths", "Directory that all other paths are put below."),
  pki_dir: option(path, "/etc/salt/pki/master", "paths.pkiDir", "Keys of the master and of all minions."),
  cachedir: option(
    path,
    "/var/cache/salt/master",
    "paths.cacheDir",
    "Everything that is remembered: jobs, minion data.",
  ),
  sock_dir: option(path, "/var/run/salt/master", "paths.sockDir", "Directory of the local socket."),
  pidfile: option(path, "/var/run/salt-master.pid", "paths.pidFile", "Takes the daemon's process id."),
} as const;
