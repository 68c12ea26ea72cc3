import { boolean, integer, mode, name, path, port, seconds, text, textList } from "../kinds.js";
import { maxInt, option, unset } from "./option.js";

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
  keep_jobs_bytes: option(
    integer(0, 1_099_511_627_776, "bytes"),
    2_147_483_648,
    "jobs.keepBytes",
    "Size of all records on the disk, beyond which the oldest jobs go before their time; 0: no limit.",
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
  max_step_minions: option(
    integer(0, 1_000_000),
    0,
    "orchestration.maxStepMinions",
    "Minions that one step of an orchestration may touch; 0: no limit.",
  ),
  approval_seconds: option(
    seconds(10, 86_400),
    900,
    "orchestration.approvalS",
    "How long the approval of an orchestration with destructive steps is good.",
  ),
  unattended: option<readonly string[]>(
    textList,
    [],
    "orchestration.unattended",
    "SLS names, as globs, whose destructive steps need no approval.",
  ),
  template_timeout: option(
    seconds(1, 3600),
    60,
    "templates.timeoutS",
    "Longest time for one template of the master's own, an orchestration or a reaction, and for what it runs.",
  ),
  template_threads: option(integer(1, 64), 2, "templates.threads", "How many of them are rendered at once."),
  reactor_queue_bytes: option(
    integer(65_536, 1_073_741_824, "bytes"),
    67_108_864,
    "reactor.queuedBytes",
    "Size of all events that wait for their reactions; more are dropped.",
  ),
  reactor_max_chain: option(
    integer(1, 1000),
    10,
    "reactor.maxChain",
    "Reactions that may follow from each other's jobs; then it is a loop.",
  ),
  reactor_max_per_minute: option(
    integer(1, 10_000_000),
    6000,
    "reactor.perMinute",
    "How often in a minute one file may be rendered for one entry of `reactor`; then it is held.",
  ),
  redact_functions: option<readonly string[]>(
    textList,
    [
      "shadow.set_password",
      "shadow.gen_password",
      "shadow.info",
      "*.set_password",
      "mysql.user_create",
      "mysql.user_chpass",
    ],
    "events.redactedFunctions",
    "Functions, as globs, of which neither arguments nor results are kept or told.",
  ),
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
