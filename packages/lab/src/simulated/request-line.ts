import { type Context, Dealer } from "zeromq";

/**
 * One request at a time over a socket, as minions talk to port 4506. A request without an answer in time closes the
 * connection, so that a late answer cannot be taken for the next one's.
 */
export class RequestLine {
  readonly #address: string;
  readonly #context: Context;
  readonly #timeoutMs: number;
  #socket: Dealer | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(address: string, context: Context, timeoutMs: number) {
    this.#address = address;
    this.#context = context;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws Error when no answer comes in time, or the line is closed */
  ask(frame: Uint8Array): Promise<Uint8Array> {
    const answer = this.#turn.then(() => this.#askNow(frame));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    this.#closed = true;
    this.#hangUp();
  }

  async #askNow(frame: Uint8Array): Promise<Uint8Array> {
    if (this.#closed) throw new Error("the line is closed");
    const socket = this.#connected();
    try {
      await socket.send([Buffer.alloc(0), frame]);
      const [, answer] = await socket.receive();
      if (answer === undefined) throw new Error("an answer without a body");
      return answer;
    } catch (error) {
      this.#hangUp();
      throw error;
    }
  }

  #connected(): Dealer {
    if (this.#socket) return this.#socket;
    const socket = new Dealer({
      context: this.#context,
      linger: 0,
      sendTimeout: this.#timeoutMs,
      receiveTimeout: this.#timeoutMs,
      reconnectInterval: 100,
      reconnectMaxInterval: 1000,
    });
    socket.connect(this.#address);
    this.#socket = socket;
    return socket;
  }

  #hangUp(): void {
    this.#socket?.close();
    this.#socket = null;
  }
}
