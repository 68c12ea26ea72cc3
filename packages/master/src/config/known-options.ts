import { stockDefaults } from "./stock-defaults.js";

/** The default is given where it is plain data: an option set to it asks for nothing, so it earns no warning. */
export interface KnownOption {
  readonly name: string;
  readonly stockDefault: unknown;
}

/** Further names that stand in master configs: without a default, of minions, or of add-ons such as salt-api. */
const otherNames = `
  acceptance_wait_time acceptance_wait_time_max add_proxymodule_to_opts always_verify_signature append_domain
  append_minionid_config_dirs auth_events_autosign_grains auth_safemode auth_timeout auth_tries
  autoload_dynamic_modules autoreject_file autosign_file autosign_grains_dir autosign_timeout backup_mode
  batch_safe_limit batch_safe_size batch_wait beacons_before_connect bootstrap_delay cache_jobs client_acl
  client_acl_blacklist cmd_safe cmd_subset color conf_version consul disable_modules disable_returners
  disabled_requisites elasticsearch enable_fqdns_grains enable_legacy_startup_events enable_lspci
  enable_zip_modules encryption_algorithm environment etcd event_return_queue_max_seconds fileserver_events
  fileserver_limit_traversal git_pillar_provider gitfs_env_blacklist gitfs_env_whitelist gitfs_provider
  global_state_conditions grains grains_blacklist grains_dirs grains_refresh_every grains_refresh_pre_exec
  halite id id_function include influxdb kafka ldap log_dir master master_alive_interval master_failback
  master_failback_interval master_finger master_port master_shuffle master_tries master_type master_uri_format
  mine_enabled mine_functions mine_get mine_interval mine_return_job minion_id_caching minion_id_lowercase
  minion_id_remove_domain minion_jid_queue_hwm minion_restart_command minion_sign_messages modules_max_memory
  mongo multifunc_ordered multiprocessing mysql no_proxy output output_file output_file_append output_indent
  pass_to_ext_pillars password peer_run pillar_gitfs_ssl_verify pillarenv_from_saltenv ping_interval postgres
  process_count_max providers proxy_always_alive proxy_deep_merge_pillar_in_opts proxy_host proxy_keep_alive
  proxy_keep_alive_interval proxy_merge_grains_in_module proxy_merge_pillar_in_opts
  proxy_merge_pillar_in_opts_strategy proxy_mines_pillar proxy_password proxy_port proxy_username pub_ret
  random_master random_reauth_delay random_startup_delay recon_default recon_max recon_randomize redis
  rejected_retry render_dirs request_channel_timeout request_channel_tries resolve_dns_fallback
  resource_pillar_key rest_cherrypy rest_timeout rest_tornado rest_wsgi retry_dns retry_dns_count return
  return_retry_timer return_retry_timer_max return_retry_tries returner_dirs runner_timeout saltgui_templates
  scheduler_before_connect signing_algorithm slack sls_list smtp snapper_states snapper_states_config
  source_address source_interface_name source_publish_port source_ret_port ssh_merge_pillar ssh_run_pre_flight
  startup_states state_compress_ids state_output_pct state_queue state_tabular states_dirs static strip_colors
  subset sudo_user syndic_dir syndic_finger syndic_retries tcp_authentication_retries tcp_pub_port tcp_pull_port
  tcp_reconnect_backoff token_dir top_file update_restart_services update_url use_master_when_local username
  vault verbose verify_master_pubkey_sign whitelist_modules winrepo_cache_expire_max winrepo_cache_expire_min
  winrepo_provider winrepo_source_dir
`
  .trim()
  .split(/\s+/);

const otherOptions: ReadonlySet<string> = new Set(otherNames);

/** Undefined: Salt has no such option. */
export function knownOption(name: string): KnownOption | undefined {
  if (stockDefaults.has(name)) return { name, stockDefault: stockDefaults.get(name) };
  return otherOptions.has(name) ? { name, stockDefault: undefined } : undefined;
}

export const knownOptionNames: readonly string[] = [...stockDefaults.keys(), ...otherNames];
