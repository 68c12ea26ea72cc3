export interface WheelCall {
  readonly client: "wheel" | "runner" | "http";
  readonly fun: string;
  readonly arg: readonly unknown[];
  readonly kwarg: Readonly<Record<string, unknown>>;
}

const call =
  (client: WheelCall["client"]) =>
  (fun: string, arg: readonly unknown[] = [], kwarg: Readonly<Record<string, unknown>> = {}): WheelCall => ({
    client,
    fun,
    arg,
    kwarg,
  });
const wheel = call("wheel");
const runner = call("runner");
const lists = [wheel("key.list_all"), wheel("key.name_match", ["*"])];

/** One after the other, on the same keys and files: each begins where the one before has left them. */
export const wheelCalls: readonly WheelCall[] = [
  ...lists,
  ...["acc", "accepted", "pre", "un", "rejected", "den", "all", "nonsense"].map((name) => wheel("key.list", [name])),
  wheel("key.finger", ["[!b]*,bad"]),
  wheel("key.finger", ["broken"]),
  wheel("key.finger", ["web*,master.pub"]),
  wheel("key.finger", ["web1"], { hash_type: "md5" }),
  wheel("key.finger", [["old", "nobody"]]),
  wheel("key.finger", ["nobody"]),
  wheel("key.finger_master"),
  wheel("key.finger_master", ["sha1"]),
  wheel("key.print", ["old"]),
  wheel("key.master_key_str"),
  wheel("key.accept", ["nobody"]),
  wheel("key.accept", ["web1"]),
  wheel("key.accept", ["broken"]),
  wheel("key.accept", ["bad"]),
  wheel("key.accept", ["bad"], { include_rejected: true }),
  wheel("key.accept_dict", [{ minions_pre: ["web2", "nobody"], minions_rejected: ["worse"] }]),
  ...lists,
  wheel("key.reject", ["web1"]),
  wheel("key.reject", ["web1"], { include_accepted: true }),
  wheel("key.reject_dict", [{ minions: ["web2"], minions_pre: ["db 1"] }]),
  wheel("key.reject_dict", [{ minions: ["web2"] }], { include_accepted: true }),
  ...lists,
  wheel("key.delete_dict", [{ minions_pre: ["web2"], minions_rejected: ["worse"] }]),
  wheel("key.delete", ["web*,bad"]),
  wheel("key.delete", ["nobody"]),
  wheel("key.delete_dict", [{ minions: ["old"] }]),
  ...lists,
  wheel("error.error"),
  ...["file_roots", "pillar_roots"].flatMap((roots) => [
    wheel(`${roots}.find`, ["top.sls"]),
    wheel(`${roots}.find`, ["web/logo"]),
    wheel(`${roots}.find`, ["web"]),
    wheel(`${roots}.find`, ["top.sls", "nope"]),
    wheel(`${roots}.read`, ["web/init.sls"]),
    wheel(`${roots}.read`, ["web/logo"]),
    wheel(`${roots}.read`, ["nothing"]),
    wheel(`${roots}.write`, ["a: 1", "new/deep.sls"]),
    wheel(`${roots}.write`, ["a: 1", "new/deep.sls"], { saltenv: "dev" }),
    wheel(`${roots}.write`, ["a: 1", "x.sls"], { index: 7 }),
    wheel(`${roots}.write`, ["a: 1", "x.sls"], { saltenv: "nope" }),
    wheel(`${roots}.write`, ["a: 1", "/etc/x.sls"]),
    wheel(`${roots}.write`, ["a: 1", "../x.sls"]),
    wheel(`${roots}.read`, ["new/deep.sls"]),
    wheel(`${roots}.list_env`),
    wheel(`${roots}.list_env`, ["nope"]),
    wheel(`${roots}.list_roots`),
  ]),
  runner("test.arg", ["a", 1], { k: [2] }),
  runner("test.metasyntactic", ["uk"]),
  runner("test.stdout_print"),
  runner("config.get", ["file_roots:base:0"]),
  runner("config.get", ["nope", "standard"]),
  runner("config.get", ["saltgui_templates"]),
  runner("saltutil.sync_all"),
  runner("saltutil.sync_modules"),
  runner("salt.cmd", ["test.ping"]),
  runner("salt.cmd", ["test.echo", "x"]),
  runner("salt.cmd", ["config.get", "saltgui_motd_txt"]),
];

/** @param base of a web server that says what it was asked */
export function httpCalls(base: string): readonly WheelCall[] {
  const http = (path: string, kwarg: Readonly<Record<string, unknown>> = {}): WheelCall => ({
    client: "http",
    fun: "http.query",
    arg: [base + path],
    kwarg,
  });
  return [
    http("/text"),
    http("/text", { status: true, text: true }),
    http("/json", { decode: true }),
    http("/json", { decode: true, decode_type: "yaml" }),
    http("/text", { decode: true }),
    http("/echo?a=1", { params: { b: "x y", c: 2 }, header_dict: { "X-One": "1" } }),
    http("/echo", { method: "POST", data: "a=1" }),
    http("/echo", { method: "POST", data: { a: "1", b: "x y" } }),
    http("/echo", { username: "me", password: "secret" }),
    http("/none"),
    http("/none", { raise_error: false, status: true }),
    http("/away", { status: true }),
    http("/echo", { test: true }),
  ];
}
