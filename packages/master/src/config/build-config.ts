import { join } from "node:path";
import type { LogConfig, MasterConfig, RestConfig } from "./config.js";
import { parseLogLevel } from "./log-level.js";
import type { OwnValues, SaltValues } from "./options.js";
import { underRoot } from "./root-dir.js";

export interface Settings {
  readonly salt: SaltValues;
  readonly own: OwnValues;
  readonly tokens: NonNullable<RestConfig>["tokens"] | null;
}

/** Puts each option where `into` of its row says. */
export function buildConfig(
  { salt, own, tokens }: Settings,
  at: { configDir: string; hostname: string },
): MasterConfig {
  const below = (path: string) => underRoot(salt.root_dir, path);
  const belowOrNull = (path: string | null) => (path === null ? null : below(path));
  const sockDir = below(salt.sock_dir);
  return {
    id: salt.id ?? `${at.hostname}_master`,
    user: salt.user,
    paths: {
      configDir: at.configDir,
      pkiDir: below(salt.pki_dir),
      cacheDir: below(salt.cachedir),
      sockDir,
      pidFile: below(salt.pidfile),
    },
    network: {
      interface: salt.interface,
      publishPort: salt.publish_port,
      requestPort: salt.ret_port,
      ipv6: salt.ipv6,
      backlog: salt.zmq_backlog,
      publishHighWaterMark: salt.pub_hwm,
      filtering: salt.zmq_filtering,
      tcpKeepalive: {
        on: salt.tcp_keepalive,
        idleS: salt.tcp_keepalive_idle,
        count: salt.tcp_keepalive_cnt,
        intervalS: salt.tcp_keepalive_intvl,
      },
      maxRequestBytes: own.max_request_bytes,
      maxClearBytes: own.max_clear_bytes,
    },
    keys: {
      hashType: salt.hash_type,
      sizeBits: salt.keysize,
      passphrase: salt.key_pass,
      signPubkey: salt.master_sign_pubkey,
      signKeyName: salt.master_sign_key_name,
      signKeyPassphrase: salt.signing_key_pass,
      signatureFile: salt.master_pubkey_signature,
      useSignatureFile: salt.master_use_pubkey_signature,
      rotateAesKeyOnRemoval: salt.rotate_aes_key,
      preserveMinionCache: salt.preserve_minion_cache,
    },
    auth: {
      autoAccept: salt.auto_accept,
      openMode: salt.open_mode,
      autosignFile: belowOrNull(salt.autosign_file),
      autorejectFile: belowOrNull(salt.autoreject_file),
      autosignGrainsDir: belowOrNull(salt.autosign_grains_dir),
      autosignTimeoutMin: salt.autosign_timeout,
      permissivePkiAccess: salt.permissive_pki_access,
      maxMinions: salt.max_minions,
      // There is no protocol 1 in the field: who refuses 0 and takes 1 means 2.
      minimumAuthVersion: salt.minimum_auth_version === 1 ? 2 : salt.minimum_auth_version,
      minionsMayRevoke: salt.allow_minion_key_revoke,
      events: salt.auth_events,
      maxPendingKeys: own.max_pending_keys,
    },
    publish: {
      sign: salt.sign_pub_messages,
      signingAlgorithm: salt.publish_signing_algorithm,
      sessionS: salt.publish_session,
      pingOnRotate: salt.ping_on_rotate,
    },
    jobs: {
      timeoutS: salt.timeout,
      gatherTimeoutS: salt.gather_job_timeout,
      keepS: keepJobsS(salt),
      uniqueJid: salt.unique_jid,
    },
    events: {
      presence: salt.presence_events,
      loopIntervalS: salt.loop_interval,
      minionDataCache: salt.minion_data_cache,
      minionDataCacheEvents: salt.minion_data_cache_events,
      maxEventBytes: salt.max_event_size,
      ringSize: own.event_ring,
    },
    files: {
      roots: salt.file_roots,
      chunkBytes: salt.file_buffer_size,
      ignore: { expressions: salt.file_ignore_regex, globs: salt.file_ignore_glob },
      followSymlinks: salt.fileserver_followsymlinks,
      ignoreSymlinks: salt.fileserver_ignoresymlinks,
      listCacheS: salt.fileserver_list_cache_time,
    },
    states: {
      renderer: salt.renderer,
      failhard: salt.failhard,
      top: salt.state_top,
      topSaltenv: salt.state_top_saltenv,
      topMerging: salt.top_file_merging_strategy,
      envOrder: salt.env_order,
      defaultTop: salt.default_top,
      autoOrder: salt.state_auto_order,
      events: salt.state_events,
      aggregate: salt.state_aggregate,
      jinjaEnv: salt.jinja_env,
      jinjaSlsEnv: salt.jinja_sls_env,
      jinjaLstripBlocks: salt.jinja_lstrip_blocks,
      jinjaTrimBlocks: salt.jinja_trim_blocks,
      nodegroups: salt.nodegroups,
    },
    mine: { readers: salt.mine_get },
    targets: { rangeServer: salt.range_server },
    pushed: { on: salt.file_recv, maxFileBytes: salt.file_recv_max_size * 1_048_576 },
    log: logConfig(salt, below),
    local: {
      path: own.socket === null ? join(sockDir, "salina.sock") : below(own.socket),
      owner: own.socket_owner,
      group: own.socket_group,
      mode: own.socket_mode,
    },
    rest: tokens && { host: own["rest.host"], port: own["rest.port"], tokens },
  };
}

/** The older option counts where only it is set. @source salt/utils/job.py, get_keep_jobs_seconds */
function keepJobsS({ keep_jobs_seconds, keep_jobs }: SaltValues): number {
  return keep_jobs_seconds === 86_400 && keep_jobs !== 24 ? keep_jobs * 3600 : keep_jobs_seconds;
}

function logConfig(salt: SaltValues, below: (path: string) => string): LogConfig {
  return {
    level: parseLogLevel(salt.log_level),
    file: salt.log_file === null || isLogUrl(salt.log_file) ? null : below(salt.log_file),
    fileLevel: parseLogLevel(salt.log_level_logfile ?? salt.log_level),
  };
}

/** Stock takes `udp://host` and `file:///dev/log` for syslog. */
export function isLogUrl(logFile: string): boolean {
  return /^[a-z]+:\/\//i.test(logFile);
}
