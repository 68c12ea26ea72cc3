import { Router } from "zeromq";
import type { NetworkConfig } from "../config/config.js";
import type { IncomingRequest, RequestTransport } from "./port.js";
import { SendQueue } from "./send-queue.js";
import { bind, endpoint, listenOptions, stopHeartbeat } from "./zeromq-options.js";

/**
 * The request port: a ROUTER that minions reach with REQ sockets.
 *
 *     frames in  = routing id | empty | body        (anything else is refused, with the same first frame)
 *     frames out = routing id | empty | reply       exactly one a request
 */
export class ZeromqRequests implements RequestTransport {
  readonly #network: NetworkConfig;
  readonly #router: Router;
  readonly #replies: SendQueue<(Uint8Array | null)[]>;
  #underWay = 0;
  #idle: (() => void) | null = null;

  constructor(network: NetworkConfig) {
    this.#network = network;
    this.#router = new Router({
      ...listenOptions(network),
      maxMessageSize: network.maxRequestBytes,
      // A minion that reconnects takes the place of its stale connection.
      handover: true,
      mandatory: false,
    });
    this.#replies = new SendQueue((frames) => this.#router.send(frames));
  }

  async listen(answer: (request: IncomingRequest) => Promise<Uint8Array | null>): Promise<void> {
    await bind(this.#router, this.#network, "ret_port");
    void this.#receive(answer);
  }

  stopHeartbeat(): Promise<void> {
    return stopHeartbeat(this.#router, this.#network, this.#network.requestPort);
  }

  async close(graceMs: number): Promise<void> {
    await this.#router.unbind(endpoint(this.#network, this.#network.requestPort)).catch(() => undefined);
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        this.#idle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#router.close();
  }

  async #receive(answer: (request: IncomingRequest) => Promise<Uint8Array | null>): Promise<void> {
    // The loop ends when the socket is closed.
    for await (const frames of this.#router) void this.#serve(frames, answer);
  }

  async #serve(frames: Buffer[], answer: (request: IncomingRequest) => Promise<Uint8Array | null>): Promise<void> {
    const [routingId, delimiter, body] = frames;
    if (!routingId) return;
    this.#underWay++;
    try {
      const wellFramed = frames.length === 3 && delimiter?.length === 0;
      const reply = await answer({ body: (wellFramed ? body : frames.at(-1)) ?? new Uint8Array(), wellFramed });
      if (reply && !this.#router.closed) await this.#replies.push([routingId, null, reply]);
    } catch {
      // The peer is gone, or the socket is being closed: its REQ socket times out and asks again.
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) this.#idle?.();
    }
  }
}
