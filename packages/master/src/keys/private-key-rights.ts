import type { FileHandle } from "node:fs/promises";
import { errorCode } from "./key-disk.js";
import { MasterKeyError } from "./master-key-error.js";

/**
 * A private key is for its owner only. Stock reads one of any mode; here rights of others are taken away with a
 * warning, so that an old installation goes on, and the start stops only where that fails. Reading by the group
 * stays where `permissive_pki_access` asks for it.
 */
export async function tightenPrivateKey(
  file: FileHandle,
  path: string,
  options: { readonly permissivePkiAccess: boolean; readonly onWarning: (text: string) => void },
): Promise<void> {
  const { mode } = await file.stat();
  const excess = mode & (options.permissivePkiAccess ? 0o037 : 0o077);
  if (excess === 0) return;
  const rights = (mode & 0o777).toString(8).padStart(4, "0");
  try {
    await file.chmod(mode & 0o777 & ~excess);
  } catch (error) {
    throw new MasterKeyError(
      path,
      `other users have rights to this private key (mode ${rights}) that cannot be taken away: ${errorCode(error)}`,
      "Make the file readable by the master's user only (chmod 400).",
      { cause: error },
    );
  }
  options.onWarning(
    `${path}: other users had rights to this private key (mode ${rights}); they were taken away. ` +
      "Whoever may have read it can pose as this master.",
  );
}
