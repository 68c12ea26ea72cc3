import type { Credentials, RemoteUrl } from "./remote-url.js";

/** How a remote is reached. */
export interface RemoteAccess {
  readonly remote: RemoteUrl;
  /** Instead of those in the address. */
  readonly credentials: Credentials | null;
  /** File of the private key for ssh. */
  readonly privateKey: string | null;
  readonly sslVerify: boolean;
}

export interface AccessForGit {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const helper = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$SALINA_GIT_USER" "$SALINA_GIT_PASSWORD"; }; f`;

/** Passwords go by the environment, which only we can read, and only to the host that they are for. */
export function accessForGit({ remote, credentials, privateKey, sslVerify }: RemoteAccess): AccessForGit {
  const args: string[] = [];
  const env: Record<string, string> = {};
  const login = credentials ?? remote.credentials;
  if (login && remote.origin !== null) {
    if (/[\r\n\0]/.test(login.user + login.password)) throw new RangeError("git credentials have line ends");
    args.push("-c", `credential.${remote.origin}.helper=${helper}`);
    env["SALINA_GIT_USER"] = login.user;
    env["SALINA_GIT_PASSWORD"] = login.password;
  }
  if (!sslVerify) args.push("-c", "http.sslVerify=false");
  if (privateKey !== null) {
    const quoted = `'${privateKey.replaceAll("'", `'\\''`)}'`;
    env["GIT_SSH_COMMAND"] = `ssh -o BatchMode=yes -o IdentitiesOnly=yes -i ${quoted}`;
  }
  return { args, env };
}
