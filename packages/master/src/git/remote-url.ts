/** What was read from a text, or why it cannot be. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Where a repository is fetched from, its credentials apart from it: what is in `url` may be logged and shown by `ps`. */
export interface RemoteUrl {
  readonly url: string;
  /** `https://host:port`, for remotes that may ask for a password. */
  readonly origin: string | null;
  readonly credentials: Credentials | null;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const withScheme = /^(https?|ssh|git):\/\/[^/]+\/.+$/;
const filePath = /^(?:file:\/\/)?\/.+$/;
const sshShort = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/|:).+$/;

/**
 * Reads the address of a repository: `https`, `http`, `ssh`, `git`, `file`, an absolute path, or `user@host:path`.
 * Everything else is refused, above all what git would run (`ext::`) or read as an option.
 */
export function remoteUrl(text: string): Reading<RemoteUrl> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (text.length > 2048 || /[\u0000-\u0020\u007f]/.test(text)) return refused("has spaces or is too long");
  if (withScheme.test(text)) return fromUrl(text);
  if (filePath.test(text) || sshShort.test(text)) return plain(text);
  return refused("is neither an address that git can fetch from nor an absolute path");
}

function fromUrl(text: string): Reading<RemoteUrl> {
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    return refused("is no URL");
  }
  if (/^(?:[^/]*@)?-/.test(text.slice(text.indexOf("//") + 2))) return refused("has a host that begins with a dash");
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    return parsed.password === "" ? plain(text) : refused("has a password, which only http and https take");
  }
  const { username, password, protocol, host } = parsed;
  parsed.username = "";
  parsed.password = "";
  const read = credentials(username, password);
  if (!read.ok) return read;
  return { ok: true, value: { url: parsed.href, origin: `${protocol}//${host}`, credentials: read.value } };
}

function credentials(username: string, password: string): Reading<Credentials | null> {
  if (username === "" && password === "") return { ok: true, value: null };
  try {
    return { ok: true, value: { user: decodeURIComponent(username), password: decodeURIComponent(password) } };
  } catch {
    return refused("has credentials that cannot be read");
  }
}

function plain(url: string): Reading<RemoteUrl> {
  return { ok: true, value: { url, origin: null, credentials: null } };
}

function refused(why: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `the address of the repository ${why}` };
}
