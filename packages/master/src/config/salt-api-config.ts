import type { SaltApiSite } from "@salina/rest/salt-api";
import { isMap, pythonText, type Value } from "@salina/wire";
import type { Mapping } from "./tree.js";

/** `rest_cherrypy`, `netapi_enable_clients` and `rest_timeout`. */
export interface SaltApiConfig extends SaltApiSite {
  readonly host: string;
  readonly port: number;
  /** Files; null: `disable_ssl`. */
  readonly tls: { readonly certificate: string; readonly key: string; readonly chain: string | null } | null;
  readonly timeoutS: number;
}

/** `rest_cherrypy` of the config. What cannot be used has its default here, and is named by `saltApiFaults`. */
export function saltApiConfig(
  value: Value,
  { clients, timeoutS }: { readonly clients: readonly string[]; readonly timeoutS: number },
): SaltApiConfig | null {
  if (!isMap(value) || !isPort(value.get("port"))) return null;
  const text = (name: string) => {
    const given = value.get(name);
    return typeof given === "string" && given !== "" ? given : null;
  };
  const flag = (name: string) => value.get(name) === true;
  const list = (name: string) => {
    const given = value.get(name) ?? [];
    return (Array.isArray(given) ? given : [given]).filter((one) => one !== null && one !== false).map(pythonText);
  };
  const [certificate, key] = [text("ssl_crt"), text("ssl_key")];
  const bytes = value.get("max_request_body_size");
  return {
    host: text("host") ?? "0.0.0.0",
    port: Number(value.get("port")),
    tls: flag("disable_ssl") || !certificate || !key ? null : { certificate, key, chain: text("ssl_chain") },
    app: text("app"),
    appPath: text("app_path") ?? "/app",
    static: text("static"),
    staticPath: text("static_path") ?? "/static",
    webhookUrl: text("webhook_url") ?? "/hook",
    webhookNeedsLogin: !flag("webhook_disable_auth"),
    statsNeedLogin: !flag("stats_disable_auth"),
    maxBodyBytes: typeof bytes === "number" && bytes > 0 ? bytes : 1_048_576,
    authorizedIps: list("authorized_ips"),
    corsOrigins: list("cors_origin"),
    clients,
    timeoutS,
  };
}

/** What stands under `rest_cherrypy` and cannot be used. */
export function saltApiFaults(config: SaltApiConfig | null, tree: Mapping): { key: string; text: string }[] {
  const section = tree.entries.get("rest_cherrypy")?.value;
  if (section === undefined || (section.kind === "scalar" && section.value === null)) return [];
  if (section.kind !== "mapping") return [{ key: "port", text: "expected a map with `port`" }];
  if (section.entries.size === 0) return [];
  if (config === null) return [{ key: "port", text: "expected a port, 1 to 65535" }];
  const faults: { key: string; text: string }[] = [];
  const disabled = section.entries.get("disable_ssl")?.value;
  if (config.tls === null && !(disabled?.kind === "scalar" && disabled.value === true))
    faults.push({ key: "ssl_crt", text: "expected `ssl_crt` and `ssl_key`, or `disable_ssl: true`" });
  for (const key of ["app_path", "static_path", "webhook_url"] as const) {
    const given = section.entries.get(key)?.value;
    if (given && !(given.kind === "scalar" && typeof given.value === "string" && /^\/[\w./-]*$/.test(given.value)))
      faults.push({ key, text: "expected a path such as `/app`" });
  }
  return faults;
}

function isPort(value: Value | undefined): boolean {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65_536;
}
