import type { KeyObject } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { type EncryptionAlgorithm, oaepDecrypt, parsePrivateKey, type Result, x931Sign } from "@salina/wire";

export type RsaTask =
  | { readonly kind: "decrypt"; readonly box: Uint8Array; readonly algorithm: EncryptionAlgorithm }
  | { readonly kind: "x931"; readonly message: Uint8Array };

export interface RsaWorkerData {
  readonly privateKeyPem: string;
  readonly passphrase: string | null;
}
export interface RsaQuestion {
  readonly number: number;
  readonly task: RsaTask;
}
export interface RsaAnswer {
  readonly number: number;
  readonly result: Result<Uint8Array>;
}

/** Runs in a thread of its own: what node:crypto computes only synchronously. */
function serve({ privateKeyPem, passphrase }: RsaWorkerData): void {
  const key = parsePrivateKey(privateKeyPem, passphrase ?? undefined);
  if (!key.ok) throw new Error(`the private key cannot be used: ${key.fault.text}`);
  parentPort?.on("message", ({ number, task }: RsaQuestion) => {
    const answer: RsaAnswer = { number, result: compute(key.value, task) };
    parentPort?.postMessage(answer);
  });
}

function compute(key: KeyObject, task: RsaTask): Result<Uint8Array> {
  if (task.kind === "decrypt") return oaepDecrypt(key, task.box, task.algorithm);
  return { ok: true, value: x931Sign(key, task.message) };
}

if (parentPort !== null) serve(workerData);
