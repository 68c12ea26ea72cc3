import type { Value } from "@salina/wire";
import type { Kind } from "./kinds.js";
import * as kinds from "./kinds.js";

/** One option: the single source for reading it, for its default, and for `docs/configuration.md`. */
export interface Option<T> {
  readonly kind: Kind<T>;
  readonly default: T;
  /** One line. */
  readonly doc: string;
  /** Where its value goes in `MasterConfig`. */
  readonly into: string;
  /** Stands for the default in the docs, where that follows from something else. */
  readonly defaultDoc?: string;
}

function option<T>(kind: Kind<T>, standard: T, into: string, doc: string, defaultDoc?: string): Option<T> {
  return { kind, default: standard, into, doc, ...(defaultDoc === undefined ? {} : { defaultDoc }) };
}

/** Null is the default, and cannot be written in the file. */
function unset<T>(kind: Kind<T>, into: string, doc: string, defaultDoc?: string): Option<T | null> {
  return option<T | null>(kind, null, into, doc, defaultDoc);
}

const {
  boolean,
  data,
  fileName,
  integer,
  logLevel,
  mode,
  name,
  oneOf,
  path,
  port,
  secret,
  seconds,
  someOf,
  text,
  textList,
  textLists,
} = kinds;
const lowerCase = (value: string | number) => (typeof value === "string" ? value.toLowerCase() : value);
const yearS = 366 * 86_400;
const maxInt = 2 ** 31 - 1;

/** Salt's options that Salina honours, under Salt's names. */
export const saltOptions = {
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

  transport: option(oneOf(["zeromq"]), "zeromq", "network", "How minions connect. No other transport is there yet."),
  interface: option(text, "0.0.0.0", "network.interface", "Address that minions connect to."),
  ipv6: option(boolean, false, "network.ipv6", "Listen on IPv6 too; `interface` is then usually `'::'`."),
  publish_port: option(port, 4505, "network.publishPort", "Minions hear jobs here."),
  ret_port: option(port, 4506, "network.requestPort", "Minions ask and answer here."),
  zmq_backlog: option(integer(0, maxInt), 1000, "network.backlog", "Connections that may wait to be taken."),
  pub_hwm: option(
    integer(0, maxInt),
    1000,
    "network.publishHighWaterMark",
    "Publishes that may wait for one slow minion; 0: no limit.",
  ),
  zmq_filtering: option(
    boolean,
    false,
    "network.filtering",
    "Send jobs only to the minions that they are for. All minions need `zmq_filtering: true` too.",
  ),
  tcp_keepalive: option(boolean, true, "network.tcpKeepalive.on", "Probe idle connections."),
  tcp_keepalive_idle: option(
    integer(-1, maxInt, "seconds"),
    300,
    "network.tcpKeepalive.idleS",
    "Silence before the first probe; -1: the system's default.",
  ),
  tcp_keepalive_cnt: option(
    integer(-1, maxInt),
    -1,
    "network.tcpKeepalive.count",
    "Probes before the connection counts as dead; -1: the system's default.",
  ),
  tcp_keepalive_intvl: option(
    integer(-1, maxInt, "seconds"),
    -1,
    "network.tcpKeepalive.intervalS",
    "Time between probes; -1: the system's default.",
  ),

  hash_type: option(
    oneOf(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"], lowerCase),
    "sha256",
    "keys.hashType",
    "Hash of fingerprints and of files.",
  ),
  keysize: option(
    integer(2048, 16_384, "bits"),
    2048,
    "keys.sizeBits",
    "Size of keys that are made; keys that exist are used as they are.",
  ),
  key_pass: unset(secret, "keys.passphrase", "Passphrase of `master.pem`."),
  master_sign_pubkey: option(
    boolean,
    false,
    "keys.signPubkey",
    "Sign the master's key for minions with `verify_master_pubkey_sign`.",
  ),
  master_sign_key_name: option(
    fileName,
    "master_sign",
    "keys.signKeyName",
    "Name of the signing key's files, without `.pem`.",
  ),
  signing_key_pass: unset(secret, "keys.signKeyPassphrase", "Passphrase of the signing key."),
  master_pubkey_signature: option(
    fileName,
    "master_pubkey_signature",
    "keys.signatureFile",
    "File with the ready-made signature.",
  ),
  master_use_pubkey_signature: option(
    boolean,
    false,
    "keys.useSignatureFile",
    "Send the ready-made signature instead of signing.",
  ),
  rotate_aes_key: option(
    boolean,
    true,
    "keys.rotateAesKeyOnRemoval",
    "Make a new shared key when a minion's key is deleted or rejected, so that it can read no more jobs.",
  ),
  preserve_minion_cache: option(
    boolean,
    false,
    "keys.preserveMinionCache",
    "Keep the data of minions whose key is deleted.",
  ),

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

  sign_pub_messages: option(boolean, true, "publish.sign", "Sign each publish."),
  publish_signing_algorithm: option(
    oneOf(["PKCS1v15-SHA1", "PKCS1v15-SHA224"]),
    "PKCS1v15-SHA1",
    "publish.signingAlgorithm",
    "Minions before 3006.9 only know the first.",
  ),
  publish_session: option(
    integer(1, yearS, "seconds"),
    86_400,
    "publish.sessionS",
    "Age at which the shared key is made anew.",
  ),
  ping_on_rotate: option(
    boolean,
    false,
    "publish.pingOnRotate",
    "Ping all minions after a new shared key, so that they fetch it at once.",
  ),

  timeout: option(
    seconds(0.1, 86_400),
    5,
    "jobs.timeoutS",
    "Silence after which minions are asked whether a job still runs.",
  ),
  gather_job_timeout: option(seconds(0.1, 86_400), 10, "jobs.gatherTimeoutS", "How long they may take to answer that."),
  keep_jobs_seconds: option(
    integer(0, 100 * yearS, "seconds"),
    86_400,
    "jobs.keepS",
    "How long jobs are kept; 0: for ever.",
  ),
  keep_jobs: option(
    integer(0, 100 * 366 * 24, "hours"),
    24,
    "jobs.keepS",
    "The same in hours; counts where `keep_jobs_seconds` is at its default.",
  ),
  unique_jid: option(boolean, false, "jobs.uniqueJid", "Append the process id to job ids."),

  presence_events: option(
    boolean,
    false,
    "events.presence",
    "Fire `salt/presence/present` and `salt/presence/change`.",
  ),
  loop_interval: option(
    seconds(1, 86_400),
    60,
    "events.loopIntervalS",
    "How often the master looks after itself: old jobs, key age, presence.",
  ),
  minion_data_cache: option(
    boolean,
    true,
    "events.minionDataCache",
    "Remember grains and pillar of minions, for targets. Off: targets that ask for them match every minion that may be meant.",
  ),
  minion_data_cache_events: option(
    boolean,
    true,
    "events.minionDataCacheEvents",
    "Fire `minion/refresh/*` when they arrive.",
  ),
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

  renderer: option(text, "jinja|yaml", "states.renderer", "How minions read SLS files that do not say it themselves."),
  failhard: option(boolean, false, "states.failhard", "End a state run with the first state that fails."),
  state_top: option(text, "top.sls", "states.top", "Name of the top file."),
  state_top_saltenv: unset(text, "states.topSaltenv", "Environment of the only top file that counts.", "all count"),
  top_file_merging_strategy: option(
    oneOf(["merge", "same", "merge_all"]),
    "merge",
    "states.topMerging",
    "What top files of several environments make together.",
  ),
  env_order: option<readonly string[]>(
    textList,
    [],
    "states.envOrder",
    "Order of the environments when they are merged.",
  ),
  default_top: option(
    text,
    "base",
    "states.defaultTop",
    "Environment whose top file stands in for a missing one (`same`).",
  ),
  state_auto_order: option(boolean, true, "states.autoOrder", "Run states in the order of the files."),
  state_events: option(
    boolean,
    true,
    "states.events",
    "Minions report each state as it ends, so that progress can be seen.",
    "`true` (stock: false)",
  ),
  state_aggregate: option<Value>(
    data,
    false,
    "states.aggregate",
    "Run states of a kind together: `true`, or a list of modules.",
  ),
  jinja_env: option<Value>(data, new Map(), "states.jinjaEnv", "Options of the template engine, for files."),
  jinja_sls_env: option<Value>(data, new Map(), "states.jinjaSlsEnv", "The same, for SLS files."),
  jinja_lstrip_blocks: option(boolean, false, "states.jinjaLstripBlocks", "Take away blanks before blocks."),
  jinja_trim_blocks: option(boolean, false, "states.jinjaTrimBlocks", "Take away the line end after blocks."),
  nodegroups: option<Value>(data, new Map(), "states.nodegroups", "Named targets."),
  range_server: unset(
    text,
    "targets.rangeServer",
    "`host:port` of the server that knows range expressions (`-R`).",
    "none (stock: `range:80`)",
  ),

  pillar_roots: option<ReadonlyMap<string, readonly string[]>>(
    textLists,
    new Map([["base", ["/srv/pillar", "/srv/spm/pillar"]]]),
    "pillar.roots",
    "Directories of each pillar environment; `__env__` stands for the environment that is asked for.",
  ),
  saltenv: unset(text, "pillar.saltenv", "Environment of a pillar whose minion names none.", "all"),
  pillarenv: unset(text, "pillar.pillarenv", "Pillar environment of minions that name none.", "all are merged"),
  pillarenv_from_saltenv: option(
    boolean,
    false,
    "pillar.pillarenvFromSaltenv",
    "The environment of states is that of pillar too, where none is named.",
  ),
  pillar_source_merging_strategy: option(
    oneOf(["smart", "recurse", "aggregate", "overwrite", "list", "none"]),
    "smart",
    "pillar.merging",
    "How pillar files are laid on each other.",
  ),
  pillar_merge_lists: option(
    boolean,
    false,
    "pillar.mergeLists",
    "Put lists together instead of taking the later one.",
  ),
  pillar_includes_override_sls: option(
    boolean,
    false,
    "pillar.includesOverride",
    "What a file includes wins over what stands in it.",
  ),
  pillar_safe_render_error: option(
    boolean,
    true,
    "pillar.safeErrors",
    "Minions are told that a pillar file does not render; only the log says why.",
  ),
  pillar_opts: option(boolean, false, "pillar.withOptions", "Give minions the master's options, without secrets."),
  ext_pillar: option<Value>(data, [], "pillar.ext", "External pillars: `cmd_yaml`, `cmd_json`, `file_tree`, `git`."),
  git_pillar_base: option(text, "master", "pillar.git.base", "Branch of git pillars that is the environment `base`."),
  git_pillar_branch: option(text, "master", "pillar.git.branch", "Branch of remotes that name none."),
  git_pillar_env: option(text, "", "pillar.git.env", "Environment of all git pillars.", "as the branch"),
  git_pillar_root: option(text, "", "pillar.git.root", "Directory of a repository that counts.", "all of it"),
  git_pillar_includes: option(
    boolean,
    true,
    "pillar.git.includes",
    "Each git pillar sees the files of the others of its environment.",
  ),
  git_pillar_update_interval: option(seconds(1, yearS), 60, "pillar.git.updateS", "How often they are fetched."),
  git_pillar_user: option(text, "", "pillar.git.access.user", "Account for http and https remotes.", "none"),
  git_pillar_password: unset(secret, "pillar.git.access.password", "Its password."),
  git_pillar_privkey: option(text, "", "pillar.git.access.privateKey", "File of the key for ssh remotes.", "none"),
  git_pillar_ssl_verify: option(boolean, true, "pillar.git.access.sslVerify", "Check certificates."),
  ext_pillar_first: option(
    boolean,
    false,
    "pillar.extFirst",
    "External pillars come before pillar files, which see them.",
  ),
  exclude_ext_pillar: option<readonly string[]>(
    textList,
    [],
    "pillar.extExcluded",
    "External pillars that are left out.",
  ),
  decrypt_pillar: option<Value>(data, [], "pillar.decrypt.keys", "Keys whose values are decrypted after merging."),
  decrypt_pillar_delimiter: option(text, ":", "pillar.decrypt.delimiter", "Between the parts of such a key."),
  decrypt_pillar_default: option(
    text,
    "gpg",
    "pillar.decrypt.renderer",
    "What decrypts where the key does not say it.",
  ),
  gpg_keydir: unset(path, "pillar.gpg.keyDirectory", "Keys for the `gpg` renderer.", "`gpgkeys` beside the config"),
  gpg_decrypt_must_succeed: option(
    boolean,
    true,
    "pillar.gpg.mustSucceed",
    "What cannot be decrypted is an error, instead of going out as it is.",
  ),
  renderer_blacklist: option<readonly string[]>(
    textList,
    [],
    "pillar.rendererBlacklist",
    "Renderers that are skipped.",
  ),
  renderer_whitelist: option<readonly string[]>(
    textList,
    [],
    "pillar.rendererWhitelist",
    "The only renderers that are not skipped.",
    "`[]`: all",
  ),
  allow_undefined: option(boolean, false, "pillar.allowUndefined", "Unknown names in templates are empty, not errors."),
  pillar_cache: option(boolean, false, "pillar.cache", "Give a minion the pillar that was made for it before."),
  pillar_cache_ttl: option(seconds(1, yearS), 3600, "pillar.cacheS", "How long such a pillar counts."),

  master_tops: option<Value>(
    data,
    new Map(),
    "states.masterTops",
    "Programs that say what a minion applies besides its top files: `{ext_nodes: COMMAND}`.",
  ),
  enforce_mine_cache: option(boolean, false, "mine.on", "Keep the mine even without `minion_data_cache`."),
  mine_get: unset(
    textLists,
    "mine.readers",
    "Which minions may read which functions of the mine: expressions that have to match the whole id and the whole name.",
    "all may read all",
  ),
  peer: option<Value>(
    data,
    new Map(),
    "peer.rules",
    "Which minions may have which functions run by others: expressions for the whole id, each with a list of permissions.",
  ),
  peer_run: option<Value>(
    data,
    new Map(),
    "peer.runnerRules",
    "Which minions may run which runners: expressions for the whole id, each with a list for the whole function.",
  ),
  file_recv: option(boolean, false, "pushed.on", "Take files that minions push (`cp.push`)."),
  file_recv_max_size: option(
    integer(0, 1_000_000, "megabytes"),
    100,
    "pushed.maxFileBytes",
    "Size from which on a pushed file is not taken.",
  ),
  allow_minion_key_revoke: option(
    boolean,
    true,
    "auth.minionsMayRevoke",
    "Minions may give their own key back (`saltutil.revoke_auth`).",
  ),
  max_event_size: option(
    integer(1024, maxInt, "bytes"),
    1_048_576,
    "events.maxEventBytes",
    "Larger data of an event is left out.",
  ),

  log_file: option<string | null>(path, "/var/log/salt/master", "log.file", "Takes the log, one JSON object a line."),
  log_level: option(logLevel, "warning", "log.level", "What goes to the terminal."),
  log_level_logfile: unset(logLevel, "log.fileLevel", "What goes to the log file.", "as `log_level`"),
} as const;

/** Our own options, below `salina:`. A dot is one level of depth. */
export const ownOptions = {
  socket: unset(path, "local.path", "Socket of the commands.", "`<sock_dir>/salina.sock`"),
  socket_owner: unset(name, "local.owner", "Account that the socket belongs to.", "the master's"),
  socket_group: unset(name, "local.group", "Group that the socket belongs to.", "the master's"),
  socket_mode: option(mode, 0o600, "local.mode", "Who may open the socket may do everything."),
  max_request_bytes: option(
    integer(65_536, 1_073_741_824, "bytes"),
    67_108_864,
    "network.maxRequestBytes",
    "Larger messages of minions end their connection.",
  ),
  max_clear_bytes: option(
    integer(4096, 16_777_216, "bytes"),
    65_536,
    "network.maxClearBytes",
    "Larger messages of unknown senders are refused.",
  ),
  max_pending_keys: option(
    integer(0, maxInt),
    10_000,
    "auth.maxPendingKeys",
    "Keys that may wait for a decision; 0: no limit.",
  ),
  heartbeat: option(
    seconds(0, 300),
    20,
    "network.heartbeatS",
    "How often idle connections are tried: within three times that both sides notice a dead one. 0: never.",
  ),
  pillar_timeout: option(
    seconds(1, 3600),
    60,
    "pillar.timeoutS",
    "Longest time for one pillar, and for each program that it runs.",
  ),
  bundled_states: option(boolean, false, "files.bundled", "Serve the states that come with Salina, after all others."),
  peer_rate: option(integer(1, 100_000), 60, "peer.perMinute", "Jobs that a minion may publish in a minute (`peer`)."),
  pillar_threads: option(integer(1, 64), 1, "pillar.threads", "How many pillars are made at once."),
  event_ring: option(integer(100, 1_000_000), 10_000, "events.ringSize", "Events that a reader may come back to."),
  "rest.host": option(text, "127.0.0.1", "rest.host", "Address of the REST interface."),
  "rest.port": option(port, 8000, "rest.port", "Port of the REST interface."),
  "rest.allow_plain_http": option(
    boolean,
    false,
    "rest",
    "Needed for another host than loopback: tokens then travel in the clear.",
  ),
} as const;

export type SaltOptionName = keyof typeof saltOptions;
export type OwnOptionName = keyof typeof ownOptions;

export type OptionTable = Readonly<Record<string, Option<unknown>>>;
export type ValuesOf<T extends OptionTable> = {
  readonly [Name in keyof T]: T[Name] extends Option<infer V> ? V : never;
};
export type SaltValues = ValuesOf<typeof saltOptions>;
export type OwnValues = ValuesOf<typeof ownOptions>;

export interface DocumentedOption {
  readonly name: string;
  readonly expected: string;
  readonly default: string;
  readonly doc: string;
}

/** All options as `docs/configuration.md` lists them. */
export const documentedOptions: {
  readonly salt: readonly DocumentedOption[];
  readonly own: readonly DocumentedOption[];
} = {
  salt: documented(saltOptions),
  own: documented(ownOptions),
};

function documented(options: OptionTable): DocumentedOption[] {
  return Object.entries(options).map(([optionName, row]) => ({
    name: optionName,
    expected: row.kind.expected,
    default:
      row.defaultDoc ?? (row.default === null ? "none" : `\`${row.kind.show?.(row.default) ?? String(row.default)}\``),
    doc: row.doc,
  }));
}
