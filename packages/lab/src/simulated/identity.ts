import { createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { minionToken } from "@salina/wire";

const generate = promisify(generateKeyPair);

/** A minion's key pair, and what is made of it once. Many minions may share one: masters keep keys by id. */
export interface MinionIdentity {
  readonly privateKey: KeyObject;
  readonly publicKeyPem: string;
  readonly token: Uint8Array;
}

export async function newIdentity(modulusLength = 2048): Promise<MinionIdentity> {
  const { privateKey } = await generate("rsa", { modulusLength });
  const publicKeyPem = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString().trim();
  return { privateKey, publicKeyPem, token: minionToken(privateKey) };
}
