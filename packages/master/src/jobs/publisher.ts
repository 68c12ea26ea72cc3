import {
  minionTopic,
  packPublish,
  publishEnvelope,
  type SignatureAlgorithm,
  sealLoad,
  type ValueMap,
} from "@salina/wire";
import type { SharedKey } from "../crypto/shared-key.js";
import type { PublishTransport } from "../transport/port.js";

export interface PublisherOptions {
  readonly transport: PublishTransport;
  readonly sharedKey: () => Promise<SharedKey>;
  /** Null: publishes are not signed. */
  readonly sign: ((data: Uint8Array) => Promise<Uint8Array>) | null;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** `zmq_filtering` */
  readonly filtering: boolean;
}

/** Target types whose minions the master knows by name, so that each can be sent its own copy. */
const namedTargets = new Set(["glob", "pcre", "list"]);

/**
 * Seals and sends what goes to minions. One after the other: minions drop a publish whose serial is not above the last
 * one, so nothing may overtake, not even while a signature is being made.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  #tail: Promise<void> = Promise.resolve();

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** @param minions accepted minions that match: with `zmq_filtering` only they are sent it */
  publish(load: ValueMap, minions: readonly string[]): Promise<void> {
    const sent = this.#tail.then(() => this.#publish(load, minions));
    this.#tail = sent.catch(() => undefined);
    return sent;
  }

  async #publish(load: ValueMap, minions: readonly string[]): Promise<void> {
    const { transport, sharedKey, sign, signatureAlgorithm, filtering } = this.#options;
    const key = await sharedKey();
    const box = sealLoad(key.crypticle, packPublish(load, key.nextSerial()));
    const signature = sign ? { sig: await sign(box), algorithm: signatureAlgorithm } : undefined;
    const envelope = publishEnvelope(box, signature);
    if (!filtering) return transport.send(envelope, null);
    const type = load.get("tgt_type");
    if (typeof type === "string" && namedTargets.has(type)) {
      await Promise.all(minions.map((id) => transport.send(envelope, Buffer.from(minionTopic(id)))));
    } else await transport.send(envelope, Buffer.from("broadcast"));
  }
}
