import { createHash, getHashes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Log } from "../../log.js";
import type { Backend } from "./backend.js";
import { cryptOf } from "./crypt.js";
import { sameText } from "./same-text.js";

export interface PasswordFileOptions {
  readonly filename: string;
  /** `text`: fields with a separator; `htpasswd`: of Apache. */
  readonly type: "text" | "htpasswd";
  /** Of `text`: `plaintext`, or a hash such as `sha256`, in hexadecimal, without salt. */
  readonly hashType: string;
  /** From 1. */
  readonly userField: number;
  readonly passwordField: number;
  readonly separator: string;
}

const maxBytes = 4 * 1024 * 1024;

/** Users and passwords in a file, read anew for each login. @source salt/auth/file.py */
export function passwordFile(options: PasswordFileOptions, log: Log): Backend {
  return {
    async verify({ username, password }) {
      try {
        return await verify(options, username, password);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.error({ event: "password-file.unreadable", file: options.filename, reason }, "nobody can log in by it");
        return false;
      }
    },
    groupsOf: () => Promise.resolve([]),
  };
}

async function verify(options: PasswordFileOptions, user: string, password: string): Promise<boolean> {
  const { size, mode } = await stat(options.filename);
  if (size > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
  if (mode & 0o002) throw new Error("everybody may write it");
  let kept: string | undefined;
  for (const line of (await readFile(options.filename, "utf8")).split(/\r?\n/)) {
    const fields = line.split(options.type === "htpasswd" ? ":" : options.separator);
    if (line !== "" && fields[options.userField - 1] === user) kept ??= fields[options.passwordField - 1];
  }
  if (options.type === "htpasswd") {
    // Somebody who is not in the file costs as much as one who is.
    const made = await cryptOf(password, kept ?? "$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234");
    return kept !== undefined && made !== null && sameText(made, kept);
  }
  return sameText(hashOf(options.hashType, password), kept ?? "") && kept !== undefined;
}

function hashOf(type: string, password: string): string {
  if (type === "plaintext") return password;
  if (!getHashes().includes(type)) throw new Error(`there is no hash ${JSON.stringify(type)}`);
  return createHash(type).update(password).digest("hex");
}
