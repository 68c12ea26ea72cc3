import type { KeyObject } from "node:crypto";
import { Crypticle, newKeyString, sessionKeyDigest, x931Sign } from "@salina/wire";

/**
 * The AES key that the master shares with all accepted minions: publishes travel under it, and requests of eras 0 and 2.
 * It is made anew at each start, so the serial of publishes may begin at 1 again: minions count it per key.
 */
export interface SharedKey {
  readonly text: string;
  readonly crypticle: Crypticle;
  /** X9.31 over the hex SHA-256 of the key text: proves to a minion that the key came from this master. Made once per key. */
  readonly digestSignature: Uint8Array;
  /** 1, 2, 3, … */
  nextSerial(): number;
}

export function makeSharedKey(masterKey: KeyObject): SharedKey {
  const text = newKeyString();
  let serial = 0;
  return {
    text,
    crypticle: new Crypticle(text),
    digestSignature: x931Sign(masterKey, sessionKeyDigest(text)),
    nextSerial: () => ++serial,
  };
}
