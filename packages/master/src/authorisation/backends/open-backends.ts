import { pythonText } from "@salina/wire";
import type { AccessConfig } from "../../config/config.js";
import type { Log } from "../../log.js";
import type { ExternalAuth } from "../external-auth.js";
import { auto } from "./auto.js";
import type { Backend } from "./backend.js";
import { pam } from "./pam.js";
import { passwordFile } from "./password-file.js";
import { sharedSecret } from "./shared-secret.js";

/** The backends that `external_auth` names. What cannot be had is logged, and nobody can log in by it. */
export function openBackends(rules: ExternalAuth, config: AccessConfig, log: Log): ReadonlyMap<string, Backend> {
  const backends = new Map<string, Backend>();
  for (const name of rules.backends) {
    const backend = openBackend(name, rules, config, log);
    if (backend) backends.set(name, backend);
    else log.error({ event: "eauth.unavailable", eauth: name }, "nobody can log in by this backend: it is not served");
  }
  return backends;
}

function openBackend(name: string, rules: ExternalAuth, config: AccessConfig, log: Log): Backend | null {
  if (name === "auto") return auto;
  if (name === "sharedsecret") return sharedSecret(config.sharedSecret);
  if (name === "pam") return pam({ service: config.pamService, python: config.pamPython, log });
  if (name !== "file") return null;
  const setting = (key: string, standard: string) => pythonText(rules.setting("file", key) ?? standard);
  const field = (key: string, standard: number) => {
    const number = Number(setting(key, String(standard)));
    return Number.isInteger(number) && number > 0 ? number : standard;
  };
  const type = setting("filetype", "text");
  const filename = setting("filename", "");
  if (!filename.startsWith("/") || (type !== "text" && type !== "htpasswd")) return null;
  return passwordFile(
    {
      filename,
      type,
      hashType: setting("hashtype", "plaintext"),
      userField: field("username_field", 1),
      passwordField: field("password_field", 2),
      separator: setting("field_separator", ":"),
    },
    log,
  );
}
