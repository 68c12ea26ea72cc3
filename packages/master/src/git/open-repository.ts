import { createHash } from "node:crypto";
import { join } from "node:path";
import { GitRepository } from "./git-repository.js";
import { flagParameter, type RemoteEntry, textParameter, withoutLogin } from "./remote-entry.js";
import { remoteUrl } from "./remote-url.js";

/** What holds for all remotes of a kind that say nothing themselves. */
export interface RemoteDefaults {
  readonly user: string;
  readonly password: string;
  readonly privateKey: string;
  readonly sslVerify: boolean;
}

const fetchTimeoutMs = 300_000;

/** Parameters of any remote that say how to reach it. */
export const accessParameters = ["name", "user", "password", "privkey", "ssl_verify"] as const;

/**
 * The copy of a remote in a directory of the cache, which is found again as long as address and parameters are the same.
 * @param url where it is
 * @throws Error for an address that is none
 */
export function openRepository(
  directory: string,
  url: string,
  entry: RemoteEntry,
  defaults: RemoteDefaults,
): GitRepository {
  const remote = remoteUrl(url);
  if (!remote.ok) throw new Error(`${withoutLogin(url)}: ${remote.reason}`);
  const user = textParameter(entry, "user", defaults.user);
  const password = textParameter(entry, "password", defaults.password);
  const privateKey = textParameter(entry, "privkey", defaults.privateKey);
  const digest = createHash("sha256")
    .update(`${url}\0${textParameter(entry, "name", "")}`)
    .digest("hex")
    .slice(0, 32);
  return new GitRepository({
    dir: join(directory, digest),
    access: {
      remote: remote.value,
      credentials: user === "" && password === "" ? null : { user, password },
      privateKey: privateKey === "" ? null : privateKey,
      sslVerify: flagParameter(entry, "ssl_verify", defaults.sslVerify),
    },
    fetchTimeoutMs,
  });
}
