import { XPublisher } from "zeromq";
import type { NetworkConfig } from "../config/config.js";
import type { PublishTransport, SubscriptionWatcher } from "./port.js";
import { SendQueue } from "./send-queue.js";
import { bind, endpoint, listenOptions, stopHeartbeat } from "./zeromq-options.js";

/** The publish port. An XPUB is a PUB that also shows subscriptions: who filters can be seen coming and going. */
export class ZeromqPublish implements PublishTransport {
  readonly #network: NetworkConfig;
  readonly #publisher: XPublisher;
  readonly #messages: SendQueue<Uint8Array[]>;

  constructor(network: NetworkConfig) {
    this.#network = network;
    this.#publisher = new XPublisher({
      ...listenOptions(network),
      sendHighWaterMark: network.publishHighWaterMark,
      // A subscriber sends topics and nothing else.
      maxMessageSize: 4096,
    });
    this.#publisher.verbosity = "allSubsUnsubs";
    this.#messages = new SendQueue((frames) => this.#publisher.send(frames));
  }

  async listen(watch: SubscriptionWatcher): Promise<void> {
    await bind(this.#publisher, this.#network, "publish_port");
    void this.#watch(watch);
  }

  send(envelope: Uint8Array, topic: Uint8Array | null): Promise<void> {
    return this.#messages.push(topic ? [topic, envelope] : [envelope]);
  }

  stopHeartbeat(): Promise<void> {
    return stopHeartbeat(this.#publisher, this.#network, this.#network.publishPort);
  }

  async close(): Promise<void> {
    await this.#publisher.unbind(endpoint(this.#network, this.#network.publishPort)).catch(() => undefined);
    this.#publisher.close();
  }

  async #watch(watch: SubscriptionWatcher): Promise<void> {
    // First byte 1: subscribe, 0: unsubscribe; then the topic.
    for await (const [message] of this.#publisher) {
      if (!message || message.length === 0) continue;
      const topic = message.subarray(1).toString("latin1");
      if (message[0] === 1) watch.subscribed(topic);
      else if (message[0] === 0) watch.unsubscribed(topic);
    }
  }
}
