import type { Value, ValueMap } from "@salina/wire";
import type { SaltApiConfig } from "./salt-api-config.js";

/** Algorithm names as they stand on the wire. */
export type SignatureAlgorithm = "PKCS1v15-SHA1" | "PKCS1v15-SHA224";
export type HashType = "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";

/** The master's config, checked and frozen. Each part of the daemon is handed its own section, never the whole. */
export interface MasterConfig {
  /** Name under which the master's own runs are kept: `id`, or `<hostname>_master`. */
  readonly id: string;
  /** Account to change to when started as root; null: stay. */
  readonly user: string | null;
  readonly paths: PathsConfig;
  readonly network: NetworkConfig;
  readonly keys: KeysConfig;
  readonly auth: AuthConfig;
  readonly publish: PublishConfig;
  readonly jobs: JobsConfig;
  readonly events: EventsConfig;
  readonly files: FilesConfig;
  readonly states: StatesConfig;
  readonly orchestration: OrchestrationConfig;
  readonly pillar: PillarConfig;
  readonly templates: TemplatesConfig;
  readonly reactor: ReactorConfig;
  readonly mine: MineConfig;
  readonly peer: PeerConfig;
  readonly targets: TargetsConfig;
  readonly pushed: PushedConfig;
  readonly schedule: ScheduleConfig;
  readonly log: LogConfig;
  readonly local: LocalSocketConfig;
  readonly rest: RestConfig;
  readonly access: AccessConfig;
  /** `rest_cherrypy`; null where no port is given. */
  readonly saltApi: SaltApiConfig | null;
  /** Every option that is no secret, as templates of pillar see it. */
  readonly visible: ValueMap;
}

export interface PathsConfig {
  /** Directory of the `master` file. */
  readonly configDir: string;
  readonly pkiDir: string;
  readonly cacheDir: string;
  readonly sockDir: string;
  readonly pidFile: string;
}

export interface NetworkConfig {
  readonly interface: string;
  readonly publishPort: number;
  /** `ret_port` */
  readonly requestPort: number;
  readonly ipv6: boolean;
  /** `zmq_backlog` */
  readonly backlog: number;
  /** `pub_hwm` */
  readonly publishHighWaterMark: number;
  /** `zmq_filtering` */
  readonly filtering: boolean;
  readonly tcpKeepalive: {
    readonly on: boolean;
    /** Seconds; -1: the system's default. */
    readonly idleS: number;
    readonly count: number;
    readonly intervalS: number;
  };
  /** `salina: max_request_bytes`: larger messages end the connection. */
  readonly maxRequestBytes: number;
  /** `salina: max_clear_bytes`: larger unauthenticated messages are refused. */
  readonly maxClearBytes: number;
  /** `salina: heartbeat`; 0: none. */
  readonly heartbeatS: number;
}

export interface KeysConfig {
  readonly hashType: HashType;
  /** `keysize`, for keys that are made. */
  readonly sizeBits: number;
  /** `key_pass`: passphrase of master.pem. */
  readonly passphrase: string | null;
  readonly signPubkey: boolean;
  /** `master_sign_key_name` */
  readonly signKeyName: string;
  /** `signing_key_pass` */
  readonly signKeyPassphrase: string | null;
  /** `master_pubkey_signature`: name of the file with the ready-made signature. */
  readonly signatureFile: string;
  /** `master_use_pubkey_signature` */
  readonly useSignatureFile: boolean;
  readonly rotateAesKeyOnRemoval: boolean;
  readonly preserveMinionCache: boolean;
}

export interface AuthConfig {
  readonly autoAccept: boolean;
  readonly openMode: boolean;
  readonly autosignFile: string | null;
  readonly autorejectFile: string | null;
  readonly autosignGrainsDir: string | null;
  readonly autosignTimeoutMin: number;
  readonly permissivePkiAccess: boolean;
  /** 0: no limit. */
  readonly maxMinions: number;
  /** 0, 2 or 3. */
  readonly minimumAuthVersion: number;
  /** `allow_minion_key_revoke` */
  readonly minionsMayRevoke: boolean;
  /** `auth_events` */
  readonly events: boolean;
  /** `salina: max_pending_keys` */
  readonly maxPendingKeys: number;
}

export interface PublishConfig {
  /** `sign_pub_messages` */
  readonly sign: boolean;
  /** `publish_signing_algorithm` */
  readonly signingAlgorithm: SignatureAlgorithm;
  /** `publish_session`: age at which the shared key and session keys are made anew. */
  readonly sessionS: number;
  /** `ping_on_rotate` */
  readonly pingOnRotate: boolean;
}

export interface JobsConfig {
  readonly timeoutS: number;
  readonly gatherTimeoutS: number;
  /** `keep_jobs_seconds` (or `keep_jobs`, in hours). */
  readonly keepS: number;
  /** `salina: keep_jobs_bytes`; 0: no limit. */
  readonly keepBytes: number;
  /** `unique_jid` */
  readonly uniqueJid: boolean;
}

export interface EventsConfig {
  /** `salina: redact_functions` */
  readonly redactedFunctions: readonly string[];
  /** `salina: redact_pillar` */
  readonly redactedPillar: readonly string[];
  readonly presence: boolean;
  readonly loopIntervalS: number;
  /** `minion_data_cache` */
  readonly minionDataCache: boolean;
  readonly minionDataCacheEvents: boolean;
  readonly maxEventBytes: number;
  /** `salina: event_ring`: how many events a reader may come back to. */
  readonly ringSize: number;
}

/** `gitfs_*` */
export interface GitfsConfig {
  /** `gitfs_remotes`, as they stand there. */
  readonly remotes: Value;
  readonly root: string;
  readonly base: string;
  readonly mountpoint: string;
  readonly refTypes: readonly string[];
  readonly whitelist: readonly string[];
  readonly blacklist: readonly string[];
  readonly disableMapping: boolean;
  readonly updateS: number;
  readonly access: GitAccessConfig;
}

export interface GitAccessConfig {
  readonly user: string;
  readonly password: string;
  readonly privateKey: string;
  readonly sslVerify: boolean;
}

export interface FilesConfig {
  /** `fileserver_backend` */
  readonly backends: readonly ("roots" | "gitfs")[];
  readonly git: GitfsConfig;
  /** `fileserver_events` */
  readonly events: boolean;
  /** `salina: bundled_states` */
  readonly bundled: boolean;
  /** `file_roots` */
  readonly roots: ReadonlyMap<string, readonly string[]>;
  /** `file_buffer_size` */
  readonly chunkBytes: number;
  /** `file_ignore_regex`, `file_ignore_glob` */
  readonly ignore: { readonly expressions: readonly string[]; readonly globs: readonly string[] };
  readonly followSymlinks: boolean;
  readonly ignoreSymlinks: boolean;
  readonly listCacheS: number;
}

/** What minions take over from their master for state runs (`_master_opts`). */
export interface StatesConfig {
  readonly renderer: string;
  readonly failhard: boolean;
  /** `state_top` */
  readonly top: string;
  readonly topSaltenv: string | null;
  /** `top_file_merging_strategy` */
  readonly topMerging: "merge" | "same" | "merge_all";
  readonly envOrder: readonly string[];
  readonly defaultTop: string;
  readonly autoOrder: boolean;
  /** `state_events` */
  readonly events: boolean;
  readonly aggregate: Value;
  readonly jinjaEnv: Value;
  readonly jinjaSlsEnv: Value;
  readonly jinjaLstripBlocks: boolean;
  readonly jinjaTrimBlocks: boolean;
  readonly nodegroups: Value;
  /** `master_tops` */
  readonly masterTops: Value;
}

/** `salina: max_step_minions`, `approval_seconds`, `unattended`. */
export interface OrchestrationConfig {
  /** 0: no limit. */
  readonly maxStepMinions: number;
  readonly approvalS: number;
  readonly unattended: readonly string[];
}

export interface GitPillarConfig {
  readonly base: string;
  readonly branch: string;
  readonly env: string;
  readonly root: string;
  /** Each remote sees the files of the others of its environment. */
  readonly includes: boolean;
  readonly updateS: number;
  readonly access: GitAccessConfig;
}

export interface PillarConfig {
  /** `pillar_roots` */
  readonly roots: ReadonlyMap<string, readonly string[]>;
  readonly saltenv: string | null;
  readonly pillarenv: string | null;
  readonly pillarenvFromSaltenv: boolean;
  /** `pillar_source_merging_strategy` */
  readonly merging: string;
  /** `pillar_merge_lists` */
  readonly mergeLists: boolean;
  /** `pillar_includes_override_sls` */
  readonly includesOverride: boolean;
  /** `pillar_safe_render_error` */
  readonly safeErrors: boolean;
  /** `pillar_opts` */
  readonly withOptions: boolean;
  /** `ext_pillar` */
  readonly ext: Value;
  readonly extFirst: boolean;
  readonly extExcluded: readonly string[];
  /** `decrypt_pillar` */
  readonly decrypt: { readonly keys: Value; readonly delimiter: string; readonly renderer: string };
  /** `git_pillar_*`: what holds for all git remotes of `ext_pillar`. */
  readonly git: GitPillarConfig;
  readonly gpg: { readonly keyDirectory: string; readonly mustSucceed: boolean };
  readonly rendererBlacklist: readonly string[];
  readonly rendererWhitelist: readonly string[];
  readonly allowUndefined: boolean;
  /** `pillar_cache` */
  readonly cache: boolean;
  readonly cacheS: number;
  /** `salina: pillar_timeout` */
  readonly timeoutS: number;
  /** `salina: pillar_threads` */
  readonly threads: number;
}

/** Templates of the master's own: orchestrations and reactions. */
export interface TemplatesConfig {
  /** `salina: template_timeout` */
  readonly timeoutS: number;
  /** `salina: template_threads` */
  readonly threads: number;
}

export interface ReactorConfig {
  /** `reactor`, as it stands there. */
  readonly on: Value;
  /** `reactor_worker_threads` */
  readonly parallel: number;
  /** `reactor_worker_hwm` */
  readonly queued: number;
  /** `salina: reactor_queue_bytes` */
  readonly queuedBytes: number;
  /** `salina: reactor_max_chain` */
  readonly maxChain: number;
  /** `salina: reactor_max_per_minute` */
  readonly perMinute: number;
}

export interface TargetsConfig {
  /** `range_server`: `host:port`; null: there is none. */
  readonly rangeServer: string | null;
}

export interface MineConfig {
  /** `minion_data_cache`, or `enforce_mine_cache`: otherwise nothing is kept. */
  readonly on: boolean;
  /** `mine_get`; null: all may read all. */
  readonly readers: ReadonlyMap<string, readonly string[]> | null;
}

export interface PeerConfig {
  /** `peer` */
  readonly rules: Value;
  /** `peer_run` */
  readonly runnerRules: Value;
  /** `salina: peer_rate`, per minion and minute. */
  readonly perMinute: number;
}

export interface PushedConfig {
  /** `file_recv` */
  readonly on: boolean;
  /** `file_recv_max_size`, of one file. */
  readonly maxFileBytes: number;
}

export interface ScheduleConfig {
  /** `schedule` */
  readonly jobs: Value;
  /** `salina: schedule_timezone`; null: the machine's. */
  readonly timezone: string | null;
  /** `salina: schedule_history` */
  readonly keepRuns: number;
  /** `salina: schedule_alerts` */
  readonly alerts: Value;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

export interface LogConfig {
  readonly level: LogLevel;
  readonly file: string | null;
  readonly fileLevel: LogLevel;
}

/** `salina: socket`, `socket_owner`, `socket_group`, `socket_mode`. */
export interface LocalSocketConfig {
  readonly path: string;
  readonly owner: string | null;
  readonly group: string | null;
  readonly mode: number;
}

/** `salina: rest: hooks: [{path, secret}]` */
export interface RestHook {
  /** Below `/v1/hooks/`. */
  readonly path: string;
  readonly secret: string;
  /** Whose headers: ours with a time, or those of GitHub and what copies it. */
  readonly signature: "salina" | "github";
}

/** `salina: rest: {host, port, tokens: [{name, token}]}`; null: no REST. */
export type RestConfig = {
  readonly host: string;
  readonly port: number;
  readonly tokens: readonly { readonly name: string; readonly token: string }[];
  readonly hooks: readonly RestHook[];
} | null;

/** Who may log in, and what for. */
export interface AccessConfig {
  /** `external_auth` */
  readonly externalAuth: Value;
  readonly permissive: boolean;
  readonly sharedSecret: string | null;
  readonly tokenExpireS: number;
  /** `token_expire_user_override` */
  readonly mayChooseExpiry: Value;
  readonly pamService: string;
  readonly pamPython: string;
}

/** Something in the config that is not honoured. The start goes on. */
export interface ConfigWarning {
  readonly option: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
