import { join } from "node:path";
import { toValue, type Value, type ValueMap } from "@salina/wire";
import type { LogConfig, MasterConfig, RestConfig } from "./config.js";
import { parseLogLevel } from "./log-level.js";
import { type OwnValues, type SaltValues, saltOptions } from "./options.js";
import { underRoot } from "./root-dir.js";
import { saltApiConfig } from "./salt-api-config.js";

export interface Settings {
  readonly salt: SaltValues;
  readonly own: OwnValues;
  /** Options of the file that Salina does not know itself. */
  readonly others: ValueMap;
  readonly tokens: NonNullable<RestConfig>["tokens"] | null;
  readonly hooks: NonNullable<RestConfig>["hooks"];
}

/** Puts each option where `into` of its row says. */
export function buildConfig(
  { salt, own, others, tokens, hooks }: Settings,
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
      heartbeatS: own.heartbeat,
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
      keepBytes: own.keep_jobs_bytes,
      uniqueJid: salt.unique_jid,
    },
    events: {
      presence: salt.presence_events,
      loopIntervalS: salt.loop_interval,
      minionDataCache: salt.minion_data_cache,
      minionDataCacheEvents: salt.minion_data_cache_events,
      maxEventBytes: salt.max_event_size,
      redactedFunctions: own.redact_functions,
      redactedPillar: own.redact_pillar,
      ringSize: own.event_ring,
    },
    files: {
      backends: salt.fileserver_backend.map((name) => backendName(name)),
      git: {
        remotes: salt.gitfs_remotes,
        root: salt.gitfs_root,
        base: salt.gitfs_base,
        mountpoint: salt.gitfs_mountpoint,
        refTypes: salt.gitfs_ref_types,
        whitelist: salt.gitfs_saltenv_whitelist,
        blacklist: salt.gitfs_saltenv_blacklist,
        disableMapping: salt.gitfs_disable_saltenv_mapping,
        updateS: salt.gitfs_update_interval,
        access: {
          user: salt.gitfs_user,
          password: salt.gitfs_password ?? "",
          privateKey: salt.gitfs_privkey,
          sslVerify: salt.gitfs_ssl_verify,
        },
      },
      events: salt.fileserver_events,
      bundled: own.bundled_states,
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
      masterTops: salt.master_tops,
    },
    orchestration: {
      maxStepMinions: own.max_step_minions,
      approvalS: own.approval_seconds,
      unattended: own.unattended,
    },
    pillar: {
      roots: salt.pillar_roots,
      saltenv: salt.saltenv,
      pillarenv: salt.pillarenv,
      pillarenvFromSaltenv: salt.pillarenv_from_saltenv,
      merging: salt.pillar_source_merging_strategy,
      mergeLists: salt.pillar_merge_lists,
      includesOverride: salt.pillar_includes_override_sls,
      safeErrors: salt.pillar_safe_render_error,
      withOptions: salt.pillar_opts,
      ext: salt.ext_pillar,
      extFirst: salt.ext_pillar_first,
      extExcluded: salt.exclude_ext_pillar,
      decrypt: {
        keys: salt.decrypt_pillar,
        delimiter: salt.decrypt_pillar_delimiter,
        renderer: salt.decrypt_pillar_default,
      },
      git: {
        base: salt.git_pillar_base,
        branch: salt.git_pillar_branch,
        env: salt.git_pillar_env,
        root: salt.git_pillar_root,
        includes: salt.git_pillar_includes,
        updateS: salt.git_pillar_update_interval,
        access: {
          user: salt.git_pillar_user,
          password: salt.git_pillar_password ?? "",
          privateKey: salt.git_pillar_privkey,
          sslVerify: salt.git_pillar_ssl_verify,
        },
      },
      gpg: {
        keyDirectory: salt.gpg_keydir ?? join(at.configDir, "gpgkeys"),
        mustSucceed: salt.gpg_decrypt_must_succeed,
      },
      rendererBlacklist: salt.renderer_blacklist,
      rendererWhitelist: salt.renderer_whitelist,
      allowUndefined: salt.allow_undefined,
      cache: salt.pillar_cache,
      cacheS: salt.pillar_cache_ttl,
      timeoutS: own.pillar_timeout,
      threads: own.pillar_threads,
    },
    templates: { timeoutS: own.template_timeout, threads: own.template_threads },
    reactor: {
      on: salt.reactor,
      parallel: salt.reactor_worker_threads,
      queued: salt.reactor_worker_hwm,
      queuedBytes: own.reactor_queue_bytes,
      maxChain: own.reactor_max_chain,
      perMinute: own.reactor_max_per_minute,
    },
    mine: { on: salt.minion_data_cache || salt.enforce_mine_cache, readers: salt.mine_get },
    targets: { rangeServer: salt.range_server },
    peer: { rules: salt.peer, runnerRules: salt.peer_run, perMinute: own.peer_rate },
    pushed: { on: salt.file_recv, maxFileBytes: salt.file_recv_max_size * 1_048_576 },
    schedule: {
      jobs: salt.schedule,
      timezone: own.schedule_timezone,
      keepRuns: own.schedule_history,
      alerts: own.schedule_alerts,
    },
    log: logConfig(salt, below),
    local: {
      path: own.socket === null ? join(sockDir, "salina.sock") : below(own.socket),
      owner: own.socket_owner,
      group: own.socket_group,
      mode: own.socket_mode,
    },
    rest: tokens && { host: own["rest.host"], port: own["rest.port"], tokens, hooks },
    access: {
      externalAuth: salt.external_auth,
      permissive: salt.permissive_acl,
      sharedSecret: salt.sharedsecret,
      tokenExpireS: salt.token_expire,
      mayChooseExpiry: salt.token_expire_user_override,
      pamService: own.pam_service,
      pamPython: own.pam_python,
    },
    saltApi: saltApiConfig(salt.rest_cherrypy, { clients: salt.netapi_enable_clients, timeoutS: salt.rest_timeout }),
    visible: visibleOptions(salt, others, at.configDir),
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

/** A template may show what it sees to every minion: secrets are left out. */
function visibleOptions(salt: SaltValues, others: ValueMap, configDir: string): ValueMap {
  const known = Object.entries(salt)
    .filter(([name]) => !isSecret(name as keyof SaltValues))
    .map(([name, value]): [string, Value] => [name, toValue(value)]);
  return new Map<Value, Value>([
    ...others,
    ...known,
    ["config_dir", configDir],
    ["conf_file", join(configDir, "master")],
    ["__role", "master"],
  ]);
}

function isSecret(name: keyof SaltValues): boolean {
  const { kind } = saltOptions[name];
  return "secret" in kind && kind.secret === true;
}

/** What is none of them was refused before. */
function backendName(name: string): "roots" | "gitfs" {
  return name === "git" || name === "gitfs" ? "gitfs" : "roots";
}
