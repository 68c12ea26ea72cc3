/** What the daemon needs of a transport, so that another one (`tcp`, `ws`) can take ZeroMQ's place. */
export interface RequestTransport {
  /** Begins to serve. `answer` is called for each request and gives the one reply; `null` leaves the peer without one, so that it tries again. */
  listen(answer: (request: IncomingRequest) => Promise<Uint8Array | null>): Promise<void>;
  /** Takes no new requests, waits for replies under way at most `graceMs`, then closes. */
  close(graceMs: number): Promise<void>;
  /** Connections from now on are not probed. */
  stopHeartbeat(): Promise<void>;
}

export interface IncomingRequest {
  readonly body: Uint8Array;
  /** False when the message was not framed as a REQ socket frames it: it is refused. */
  readonly wellFramed: boolean;
}

export interface PublishTransport {
  listen(watch: SubscriptionWatcher): Promise<void>;
  /** Messages leave in the order of the calls. Without topic: to all. */
  send(envelope: Uint8Array, topic: Uint8Array | null): Promise<void>;
  close(): Promise<void>;
  /** Connections from now on are not probed. */
  stopHeartbeat(): Promise<void>;
}

export interface SubscriptionWatcher {
  /** `topic` is empty for minions that do not filter. */
  subscribed(topic: string): void;
  unsubscribed(topic: string): void;
}
