import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { compare } from "bcryptjs";

// Its types say that it is a module, which it is not.
const md5 = createRequire(import.meta.url)("apache-md5") as (password: string, kept: string) => string;

/**
 * What a password is kept as in a file of Apache's `htpasswd`: bcrypt (`-B`), its own MD5 (`-m`) or SHA-1 (`-s`).
 *
 * @param kept what stands in the file: says which of them, and with which salt
 * @returns `kept` itself when the password is that one; null: another form
 */
export async function cryptOf(password: string, kept: string): Promise<string | null> {
  if (/^\$2[aby]\$/.test(kept)) return (await compare(password, kept)) ? kept : null;
  if (kept.startsWith("$apr1$")) return md5(password, kept);
  if (kept.startsWith("{SHA}")) return `{SHA}${createHash("sha1").update(password).digest("base64")}`;
  return null;
}
