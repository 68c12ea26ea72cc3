import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configurationDocs } from "./config-docs.js";
import { ownOptions, saltOptions } from "./options.js";
import { load, loaded, refusal } from "./testing/load.js";

const token = "0123456789abcdef0123456789abcdef";
const at = (line: number, column: number) => `/etc/salt/master:${line}:${column}: `;

describe("each option", () => {
  // Another value than the default, as it stands in a file, for each row of the table.
  const changed: Readonly<Record<string, string>> = {
    id: "m1",
    user: "salt",
    root_dir: "/srv/x",
    pki_dir: "/p",
    cachedir: "/c",
    sock_dir: "/s",
    pidfile: "/run/m.pid",
    interface: "127.0.0.1",
    ipv6: "yes",
    zmq_filtering: "on",
    tcp_keepalive: "off",
    hash_type: "SHA512",
    keysize: "4096",
    key_pass: "'1234'",
    master_sign_pubkey: "true",
    master_sign_key_name: "signer",
    signing_key_pass: "secret words",
    master_pubkey_signature: "sig",
    master_use_pubkey_signature: "true",
    rotate_aes_key: "no",
    preserve_minion_cache: "true",
    auto_accept: "True",
    open_mode: "true",
    autosign_file: "/etc/salt/autosign.conf",
    autoreject_file: "/etc/salt/autoreject.conf",
    autosign_grains_dir: "/etc/salt/grains",
    permissive_pki_access: "true",
    minimum_auth_version: "3",
    auth_events: "false",
    sign_pub_messages: "false",
    publish_signing_algorithm: "PKCS1v15-SHA224",
    ping_on_rotate: "true",
    timeout: "7.5",
    unique_jid: "true",
    presence_events: "true",
    loop_interval: "0.5e1",
    minion_data_cache: "false",
    minion_data_cache_events: "false",
    file_roots: "{prod: [/srv/prod]}",
    file_ignore_regex: "['\\.bak$']",
    file_ignore_glob: "['*.bak']",
    fileserver_followsymlinks: "false",
    fileserver_ignoresymlinks: "true",
    renderer: "yaml",
    failhard: "true",
    state_top: "summit.sls",
    state_top_saltenv: "prod",
    top_file_merging_strategy: "same",
    env_order: "[base, prod]",
    default_top: "prod",
    state_auto_order: "false",
    state_events: "false",
    state_aggregate: "true",
    jinja_env: "{a: 1}",
    jinja_sls_env: "{a: 1}",
    jinja_lstrip_blocks: "true",
    jinja_trim_blocks: "true",
    nodegroups: "{web: 'L@a,b'}",
    fileserver_backend: "[gitfs, roots]",
    gitfs_remotes: "[https://git.example/states.git]",
    gitfs_ref_types: "[sha]",
    gitfs_saltenv_whitelist: "[base]",
    gitfs_saltenv_blacklist: "[base]",
    gitfs_disable_saltenv_mapping: "true",
    gitfs_password: "'1234'",
    gitfs_ssl_verify: "false",
    gitfs_base: "main",
    gitfs_root: "states",
    gitfs_mountpoint: "x",
    gitfs_user: "u",
    gitfs_privkey: "/k",
    git_pillar_base: "main",
    git_pillar_branch: "main",
    git_pillar_env: "prod",
    git_pillar_root: "p",
    git_pillar_includes: "false",
    git_pillar_user: "u",
    git_pillar_password: "'1234'",
    git_pillar_privkey: "/k",
    git_pillar_ssl_verify: "false",
    fileserver_events: "true",
    bundled_states: "false",
    pillar_roots: "{prod: [/srv/prod]}",
    saltenv: "prod",
    pillarenv: "prod",
    pillarenv_from_saltenv: "true",
    pillar_source_merging_strategy: "overwrite",
    pillar_merge_lists: "true",
    pillar_includes_override_sls: "true",
    pillar_safe_render_error: "false",
    pillar_opts: "true",
    ext_pillar: "[cmd_yaml: date]",
    ext_pillar_first: "true",
    exclude_ext_pillar: "[git]",
    decrypt_pillar: "[a:b]",
    decrypt_pillar_delimiter: "'|'",
    decrypt_pillar_default: "other",
    gpg_keydir: "/k",
    gpg_decrypt_must_succeed: "false",
    renderer_blacklist: "[jinja]",
    renderer_whitelist: "[yaml]",
    allow_undefined: "true",
    pillar_cache: "true",
    pillar_timeout: "90",
    pillar_threads: "2",
    template_timeout: "90",
    template_threads: "3",
    reactor: "[{a: [/r/a.sls]}]",
    reactor_worker_threads: "7",
    reactor_max_chain: "7",
    range_server: "range.example:80",
    master_tops: "{ext_nodes: nodes}",
    peer_run: "{'.*': [manage.present]}",
    peer: "{'.*': [test.ping]}",
    mine_get: "{'.*': [network.*]}",
    file_recv: "true",
    allow_minion_key_revoke: "false",
    schedule: "{a: {function: jobs.active, minutes: 5}}",
    schedule_timezone: "UTC",
    schedule_history: "50",
    schedule_alerts: "{ops: {webhook: 'https://ops.example/'}}",
    external_auth: "{pam: {ann: [test.ping]}}",
    permissive_acl: "true",
    sharedsecret: "'1234'",
    token_expire_user_override: "true",
    rest_cherrypy: "{port: 8080, disable_ssl: true}",
    pam_service: "other",
    pam_python: "/p",
    log_file: "/var/log/m",
    log_level: "Garbage",
    log_level_logfile: "quiet",
    heartbeat: "30",
    approval_seconds: "60",
    redact_functions: "['secret.*']",
    redact_pillar: "['db:*:password']",
    unattended: "['nightly.*']",
    socket: "/s/x.sock",
    socket_owner: "op",
    socket_group: "ops",
    socket_mode: "0660",
    "rest.host": "'::1'",
  };
  const rows = [
    ...Object.entries(saltOptions).map(([name, { into }]) => ({ name, into, own: false })),
    ...Object.entries(ownOptions).map(([name, { into }]) => ({ name, into, own: true })),
  ].filter(
    ({ name }) =>
      !["transport", "rest.allow_plain_http", "enforce_mine_cache", "netapi_enable_clients", "rest_timeout"].includes(
        name,
      ),
  );

  test("what is for the salt-api interface counts where that has a port", async () => {
    const { config } = await loaded(
      "rest_cherrypy: {port: 8080, disable_ssl: true}\nnetapi_enable_clients: [local]\nrest_timeout: 9\n",
    );
    expect(config.saltApi).toMatchObject({ port: 8080, tls: null, clients: ["local"], timeoutS: 9 });
  });

  test.each([
    ["{port: 8080}", "`rest_cherrypy.ssl_crt`: expected `ssl_crt` and `ssl_key`, or `disable_ssl: true`"],
    ["{host: x}", "`rest_cherrypy.port`: expected a port"],
    ["{port: 99999}", "`rest_cherrypy.port`: expected a port"],
    ["[8000]", "`rest_cherrypy.port`: expected a map"],
    ["{port: 8080, disable_ssl: true, app_path: app}", "`rest_cherrypy.app_path`: expected a path"],
  ])("`rest_cherrypy: %s` is refused", async (text, fault) => {
    await expect(loaded(`rest_cherrypy: ${text}\n`)).rejects.toThrow(fault);
  });

  test.each(rows)("$name changes $into and nothing outside of it", async ({ name, into, own }) => {
    const value = changed[name] ?? (own ? "70000" : "1234");
    const written = own && name === "rest.port" ? "1234" : value;
    const restOff = `salina: {rest: {tokens: [{name: a, token: ${token}}]}}`;
    const text = own
      ? `salina: {rest: {tokens: [{name: a, token: ${token}}]${name.startsWith("rest.") ? `, ${name.slice(5)}: ${written}` : ""}}${name.startsWith("rest.") ? "" : `, ${name}: ${written}`}}`
      : `${name}: ${written}\n${restOff}`;

    const standard = flat((await loaded(restOff)).config);
    const now = flat((await loaded(text)).config);

    // What templates see shows every option.
    const differing = [...now]
      .filter(([path, one]) => standard.get(path) !== one && !path.startsWith("visible"))
      .map(([path]) => path);
    expect(differing).not.toEqual([]);
    // What follows from a directory moves with it.
    const followers = {
      root_dir: "",
      sock_dir: "local.path",
      log_level: "log.fileLevel",
      minion_data_cache: "mine.on",
    }[name];
    for (const path of differing)
      expect(path.startsWith(into) || (followers !== undefined && path.startsWith(followers))).toBe(true);
  });

  test("the documentation is made of the table", () => {
    const written = readFileSync(new URL("../../../../docs/configuration.md", import.meta.url), "utf8");

    // The formatter aligns the columns of tables.
    const plain = (text: string) => text.replace(/ +/g, " ").replace(/-{3,}/g, "---");

    expect(plain(written), "run `node scripts/config-docs.mjs`").toBe(plain(configurationDocs()));
  });
});

describe("refusals name place, option and what was expected", () => {
  test.each([
    ["publish_port: 0", "an integer from 1 to 65535, found 0"],
    ["publish_port: 65536", "an integer from 1 to 65535, found 65536"],
    ["publish_port: 4505.5", "an integer from 1 to 65535, found 4505.5"],
    ["publish_port: high", 'an integer from 1 to 65535, found the text "high"'],
    ["publish_port: true", "an integer from 1 to 65535, found true"],
    ["publish_port: [4505]", "an integer from 1 to 65535, found a list"],
    ["open_mode: 'yes'", '`true` or `false`, found the text "yes"'],
    ["open_mode: 1", "`true` or `false`, found 1"],
    ["auto_accept: {a: 1}", "`true` or `false`, found a map"],
    ["hash_type: crc32", 'one of `md5`, `sha1`, `sha224`, `sha256`, `sha384`, `sha512`, found the text "crc32"'],
    ["transport: tcp", 'one of `zeromq`, found the text "tcp"'],
    [
      "log_level: loud",
      "one of `all`, `garbage`, `trace`, `debug`, `profile`, `info`, `warning`, `error`, `critical`, `quiet`, found",
    ],
    ["timeout: .inf", "a number of seconds from 0.1 to 86400, found .inf"],
    ["timeout: .nan", "a number of seconds from 0.1 to 86400, found .nan"],
    ["keysize: 1024", "an integer from 2048 to 16384, bits, found 1024"],
    ["pki_dir: 7", "a path, found 7"],
    ["pki_dir: ''", 'a path, found the text ""'],
    ['pki_dir: "a\\0b"', "a path, found the text"],
    ["master_sign_key_name: ../x", "the name of a file in `pki_dir`, without a directory, found"],
    ["user: a/b", 'a name, found the text "a/b"'],
    ["minimum_auth_version: 4", "an integer from 0 to 3, found 4"],
  ])("%j", async (text, expected) => {
    const [name = ""] = text.split(":");

    expect(await refusal(`# first\n${text}\n`)).toContain(`${at(2, name.length + 3)}\`${name}\`: expected ${expected}`);
  });

  test("of several wrong options all are named", async () => {
    const text = await refusal("ret_port: x\ntimeout: y\nsalina:\n  socket_mode: '999'\n  rest: 5\n");

    expect(text.split("\n").map((line) => line.split(" ", 2).join(" "))).toEqual([
      "/etc/salt/master:1:11: `ret_port`:",
      "/etc/salt/master:2:10: `timeout`:",
      "/etc/salt/master:4:16: `salina.socket_mode`:",
      "/etc/salt/master:5:9: `rest`:",
    ]);
  });

  test("a wrong secret is not repeated", async () => {
    const text = await refusal("key_pass: 918273645\n");

    expect(text).toContain("`key_pass`: expected text");
    expect(text).not.toContain("918273645");
  });

  test("values from sdb are refused, not taken as text", async () => {
    expect(await refusal("key_pass: sdb://vault/x\n")).toContain(
      `${at(1, 11)}\`key_pass\`: values from sdb are not there yet`,
    );
  });

  test("`salina` must be a map", async () => {
    expect(await refusal("salina: 5\n")).toBe(`${at(1, 9)}\`salina\`: expected a map, found 5`);
  });

  test.each([
    [
      "publish_port: 5000\nret_port: 5000\n",
      `${at(2, 11)}\`ret_port\` and \`publish_port\` are both 5000; they must differ`,
    ],
    [
      `salina:\n  rest:\n    port: 4506\n    tokens: [{name: a, token: ${token}}]\n`,
      `${at(3, 11)}\`salina.rest.port\`: minions connect to 4506`,
    ],
    [
      `salina:\n  rest:\n    host: 0.0.0.0\n    tokens: [{name: a, token: ${token}}]\n`,
      `${at(3, 11)}\`salina.rest.host\`: tokens would travel in the clear`,
    ],
    [`salina:\n  socket: /${"x".repeat(200)}\n`, `${at(2, 11)}the path of the local socket has more than 107 bytes`],
  ])("options that do not go together: %j", async (text, message) => {
    expect(await refusal(text)).toContain(message);
  });
});

describe("readings", () => {
  test.each(["0600", "600", "'0600'", "0o600"])("a socket mode of %s is octal", async (mode) => {
    expect((await loaded(`salina: {socket_mode: ${mode}}`)).config.local.mode).toBe(0o600);
  });

  test.each([
    ["4505", 4505],
    ["'4505'", 4505],
    ["04505", 4505],
    ["0x1199", 4505],
  ])("a port of %s is %d, as Salt reads it", async (written, port) => {
    expect((await loaded(`publish_port: ${written}`)).config.network.publishPort).toBe(port);
  });

  test("paths stand below root_dir, once", async () => {
    const { config } = await loaded(
      "root_dir: /srv/x\npki_dir: /srv/x/pki\ncachedir: cache\nlog_file: /var/log/m\nautosign_file: /etc/a\n",
    );

    expect(config.paths).toMatchObject({
      pkiDir: "/srv/x/pki",
      cacheDir: "/srv/x/cache",
      sockDir: "/srv/x/var/run/salt/master",
    });
    expect(config.log.file).toBe("/srv/x/var/log/m");
    expect(config.auth.autosignFile).toBe("/srv/x/etc/a");
    expect(config.local.path).toBe("/srv/x/var/run/salt/master/salina.sock");
  });

  test.each([
    ["keep_jobs: 2", 7200],
    ["keep_jobs: 0", 0],
    ["keep_jobs_seconds: 60", 60],
    ["keep_jobs: 2\nkeep_jobs_seconds: 60", 60],
    ["keep_jobs: 2\nkeep_jobs_seconds: 86400", 7200],
  ])("%j keeps jobs for %d seconds", async (text, keepS) => {
    expect((await loaded(text)).config.jobs.keepS).toBe(keepS);
  });

  test("the log file follows log_level until it has its own", async () => {
    expect((await loaded("log_level: debug")).config.log).toMatchObject({ level: "debug", fileLevel: "debug" });
    expect((await loaded("log_level: debug\nlog_level_logfile: critical")).config.log).toMatchObject({
      level: "debug",
      fileLevel: "fatal",
    });
  });

  test("defaults of the commands are handed on as they stand", async () => {
    const { cliDefaults } = await loaded(
      "timeout: 30\noutput: json\nstate_output: changes\nshow_jid: yes\nret_port: 7\n",
    );

    expect(cliDefaults).toEqual(
      new Map<string, unknown>([
        ["timeout", 30],
        ["output", "json"],
        ["state_output", "changes"],
        ["show_jid", true],
      ]),
    );
  });

  test("minimum_auth_version 1 means 2", async () => {
    expect((await loaded("minimum_auth_version: 1")).config.auth.minimumAuthVersion).toBe(2);
  });
});

describe("REST tokens", () => {
  const rest = (tokens: string) => `salina:\n  rest:\n    tokens: ${tokens}\n`;

  test("a token can stand in a file", async () => {
    const { config } = await loaded({
      "/etc/salt/master": rest("[{name: ci, token_file: /etc/salt/ci.token}]"),
      "/etc/salt/ci.token": `${token}\n`,
    });

    expect(config.rest?.tokens).toEqual([{ name: "ci", token }]);
  });

  test.each([
    ["[]", "expected at least one"],
    ["5", "expected at least one"],
    [`[{name: a, token: ${token.slice(1)}}]`, "expected a token of 32 to 512 characters"],
    ["[{name: a, token: 12345678901234567890123456789012345}]", "expected a token of 32 to 512 characters"],
    [`[{name: "a b", token: ${token}}]`, "expected a `name` of 1 to 64 letters"],
    [`[{token: ${token}}]`, "expected a `name` of 1 to 64 letters"],
    ["[{name: a}]", "expected either `token` or `token_file`"],
    [`[{name: a, token: ${token}, role: x}]`, "a token has `name`, and `token` or `token_file`"],
    [`[{name: a, token: ${token}}, {name: a, token: ${token}x}]`, 'the name "a" is taken'],
    [`[{name: a, token: ${token}}, {name: b, token: ${token}}]`, "two names have the same token"],
    ["[{name: a, token_file: ci.token}]", "`token_file` is an absolute path"],
    ["[{name: a, token_file: /none}]", 'there is no file "/none"'],
  ])("%s is refused", async (tokens, message) => {
    const text = await refusal(rest(tokens));

    expect(text).toContain(`/etc/salt/master:3:`);
    expect(text).toContain(message);
    expect(text).not.toContain(token.slice(1));
  });

  test("a token file that everybody may read is refused", async () => {
    const text = await refusal({
      "/etc/salt/master": rest("[{name: ci, token_file: /t}]"),
      "/t": { text: token, mode: 0o644 },
    });

    expect(text).toContain('everybody may read "/t"');
  });

  test("another host than loopback needs a word for it", async () => {
    const text = rest(`[{name: a, token: ${token}}]\n    host: 0.0.0.0\n    allow_plain_http: true`);

    expect(await load(text)).toMatchObject({ ok: true, value: { config: { rest: { host: "0.0.0.0" } } } });
  });
});

function flat(value: object, prefix = ""): Map<string, unknown> {
  const isSection = (one: unknown): one is object => typeof one === "object" && one !== null && !(one instanceof Map);
  return new Map(
    Object.entries(value).flatMap(([name, one]: [string, unknown]): [string, unknown][] =>
      isSection(one) ? [...flat(one, `${prefix}${name}.`)] : [[prefix + name, one]],
    ),
  );
}

describe("REST hooks", () => {
  const hooks = (text: string) => `salina:\n  rest:\n    tokens: [{name: a, token: ${token}}]\n    hooks: ${text}\n`;

  test("have a path, a secret and a kind of signature", async () => {
    const { config } = await loaded({
      "/etc/salt/master": hooks(`[{path: ci/build, secret: ${token}}, {path: gh, secret_file: /s, signature: github}]`),
      "/s": { text: `${token}x\n`, mode: 0o600 },
    });
    expect(config.rest?.hooks).toEqual([
      { path: "ci/build", secret: token, signature: "salina" },
      { path: "gh", secret: `${token}x`, signature: "github" },
    ]);
  });

  test.each([
    ["{}", "expected a list"],
    ["[x]", "expected `{path: ..., secret: ...}`"],
    [`[{path: ../x, secret: ${token}}]`, "`path` is what stands behind /v1/hooks/"],
    [`[{path: a, secret: ${token}, secret_file: /s}]`, "expected `{path: ..., secret: ...}`"],
    [`[{path: a, secret: ${token}, colour: red}]`, "expected `{path: ..., secret: ...}`"],
    [`[{path: a, secret: ${token}, signature: md5}]`, "`signature` is one of"],
    ["[{path: a, secret: short}]", "expected a secret of 32 to 512 characters"],
    ["[{path: a, secret_file: s}]", "`secret_file` is an absolute path"],
    [`[{path: a, secret: ${token}}, {path: a, secret: ${token}}]`, 'the path "a" is taken'],
  ])("%s is refused", async (text, expected) => {
    expect(await refusal(hooks(text))).toContain(expected);
  });
});
