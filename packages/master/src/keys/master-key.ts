import type { AuthConfig, KeysConfig, PathsConfig } from "../config/config.js";
import { type KeyPair, loadKeyPair } from "./key-pair-files.js";
import { loadPublicKeySignature, type PublicKeySignature } from "./public-key-signature.js";

export interface MasterKey extends KeyPair {
  /** Null: `master_sign_pubkey` is off, and `pub_sig` must not be sent. */
  readonly pubSignature: PublicKeySignature | null;
}

export interface MasterKeyOptions {
  readonly paths: Pick<PathsConfig, "pkiDir">;
  readonly keys: KeysConfig;
  readonly auth: Pick<AuthConfig, "permissivePkiAccess">;
  readonly masterId: string;
  readonly onWarning: (text: string) => void;
}

/**
 * The master's identity: `master.pem` and `master.pub` of `pki_dir`, made on the first start. A master of 3008
 * keeps the pair as `<id>.pem` and `<id>.pub` behind links; it is found there also without the links.
 * @throws MasterKeyError
 */
export async function loadMasterKey(options: MasterKeyOptions): Promise<MasterKey> {
  const { keys, onWarning } = options;
  const common = {
    pkiDir: options.paths.pkiDir,
    sizeBits: keys.sizeBits,
    permissivePkiAccess: options.auth.permissivePkiAccess,
    onWarning,
  };
  const pair = await loadKeyPair({
    ...common,
    name: "master",
    otherNames: /^[^./\\\0][^/\\\0]*$/.test(options.masterId) ? [options.masterId] : [],
    passphrase: keys.passphrase,
    passphraseOption: "key_pass",
  });
  const pubSignature = keys.signPubkey
    ? await loadPublicKeySignature({ ...keys, ...common, publicKeyText: pair.publicKeyText })
    : null;
  return { ...pair, pubSignature };
}
