import type { KeyObject } from "node:crypto";
import type { KeyService } from "@salina/api";
import type { EncryptionAlgorithm, SignatureAlgorithm } from "@salina/wire";
import type { MasterConfig } from "../config/config.js";
import { type AcceptedKeys, createAcceptedKeys } from "./accepted-keys.js";
import { type AddAcceptedKey, addAcceptedKey } from "./add-accepted-key.js";
import { type Admissions, createAdmissions } from "./admission.js";
import { createAutosign } from "./autosign.js";
import { openKeyDirectory } from "./key-directory.js";
import { createKeyService, type KeyHooks } from "./key-service.js";
import { loadMasterKey } from "./master-key.js";
import { targetingMatchers } from "./matchers.js";
import { createPublicKeyCache } from "./public-key-cache.js";
import { createRsaOffLoop } from "./rsa-off-loop.js";

export interface Keys {
  readonly masterKey: KeyObject;
  /** As minions are sent it. */
  readonly masterPublicKeyText: string;
  /** Null where `master_sign_pubkey` is off. */
  readonly pubSignature: ((algorithm: SignatureAlgorithm) => string) | null;
  readonly accepted: AcceptedKeys;
  readonly admissions: Admissions;
  readonly service: KeyService;
  readonly addAccepted: AddAcceptedKey;
  /** Opens what a minion has encrypted for the master; null where it cannot be opened. Off the event loop. */
  decryptToken(token: Uint8Array, algorithm: EncryptionAlgorithm): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Everything about keys, over one directory. @throws MasterKeyError */
export async function openKeys(options: {
  readonly config: Pick<MasterConfig, "id" | "paths" | "keys" | "auth">;
  readonly connectedIds: () => ReadonlySet<string>;
  readonly nowMs: () => number;
  readonly hooks: KeyHooks;
  readonly onWarning: (text: string) => void;
}): Promise<Keys> {
  const { config, nowMs, hooks, connectedIds, onWarning } = options;
  const { paths, keys, auth } = config;
  const { pkiDir } = paths;
  const directory = await openKeyDirectory({ pkiDir, permissivePkiAccess: auth.permissivePkiAccess });
  const master = await loadMasterKey({ paths, keys, auth, masterId: config.id, onWarning });
  const cache = createPublicKeyCache();
  const matchers = targetingMatchers;
  const autosign = createAutosign({ auth, pkiDir, matchers, nowMs, onIgnored: eachOnce(onWarning) });
  const rsa = createRsaOffLoop(master.privateKeyPem, keys.passphrase);
  return {
    masterKey: master.privateKey,
    masterPublicKeyText: master.publicKeyText,
    pubSignature: master.pubSignature,
    accepted: createAcceptedKeys({ directory, cache, openMode: auth.openMode }),
    admissions: createAdmissions({ directory, auth, autosign, cache, connectedIds, nowMs }),
    service: createKeyService({ directory, pkiDir, keys, hooks }),
    addAccepted: addAcceptedKey(directory, hooks),
    async decryptToken(token, algorithm) {
      const opened = await rsa.decryptOaep(token, algorithm);
      return opened.ok ? opened.value : null;
    },
    close: () => rsa.close(),
  };
}

/** A file is looked at with each request: it is named once a reason. */
function eachOnce(onWarning: (text: string) => void): (file: string, reason: string) => void {
  const said = new Set<string>();
  return (file, reason) => {
    const text = `${file} is not believed: ${reason}`;
    if (said.has(text) || said.size > 1000) return;
    said.add(text);
    onWarning(text);
  };
}
