import type { KeyObject } from "node:crypto";
import type { Crypticle } from "../crypticle.js";
import { openLoad } from "../load.js";
import { minionTopic } from "../minion-id.js";
import { bad, good, type Result } from "../result.js";
import { DEFAULT_SIGNATURE, isSignatureAlgorithm, verifyPkcs1 } from "../rsa.js";
import { bytes, integer, type ValueMap } from "../value.js";
import { decodeMap } from "./auth.js";

export type OpenedPublish = {
  /** Without its serial. */
  readonly load: ValueMap;
  /** Null when the master sends none; otherwise it must be above the last one seen with this session key. */
  readonly serial: number | null;
};

/**
 * Opens the frame of a publish. With the master's key, the signature must be there and be right: a minion with
 * `sign_pub_messages`.
 *
 * @source salt/channel/client.py, AsyncPubChannel
 */
export function openPublish(
  frame: Uint8Array,
  crypticle: Crypticle,
  masterKey: KeyObject | null = null,
): Result<OpenedPublish> {
  const outer = decodeMap(frame);
  if (!outer.ok) return outer;
  const box = bytes(outer.value, "load");
  if (outer.value.get("enc") !== "aes" || box === undefined) return bad("not-an-envelope", "not a publish");
  if (masterKey !== null && !isSigned(outer.value, box, masterKey)) {
    return bad("bad-signature", "the publish is not signed by the master");
  }
  const opened = openLoad(crypticle, box);
  if (!opened.ok) return opened;
  const load = decodeMap(opened.value.packed);
  if (!load.ok) return load;
  const serial = integer(load.value, "serial") ?? null;
  load.value.delete("serial");
  return good({ load: load.value, serial });
}

function isSigned(outer: ValueMap, box: Uint8Array, masterKey: KeyObject): boolean {
  const signature = bytes(outer, "sig");
  const algorithm = outer.get("sig_algo") ?? DEFAULT_SIGNATURE;
  return (
    signature !== undefined && isSignatureAlgorithm(algorithm) && verifyPkcs1(masterKey, box, signature, algorithm)
  );
}

/** Whether a minion with `zmq_filtering` takes messages of this topic. */
export function isTopicOf(topic: Uint8Array, id: string): boolean {
  const text = Buffer.from(topic).toString("latin1");
  return text === "broadcast" || text === minionTopic(id);
}
