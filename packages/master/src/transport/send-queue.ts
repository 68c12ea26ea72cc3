/** Runs one asynchronous send at a time, in the order of the calls: a zeromq.js socket allows no second one. */
export class SendQueue<Message> {
  readonly #send: (message: Message) => Promise<void>;
  #waiting: { readonly message: Message; readonly done: () => void; readonly failed: (error: unknown) => void }[] = [];
  #running = false;

  constructor(send: (message: Message) => Promise<void>) {
    this.#send = send;
  }

  get length(): number {
    return this.#waiting.length;
  }

  push(message: Message): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ message, done, failed });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (;;) {
      const batch = this.#waiting;
      if (batch.length === 0) break;
      this.#waiting = [];
      for (const { message, done, failed } of batch) {
        try {
          await this.#send(message);
          done();
        } catch (error) {
          failed(error);
        }
      }
    }
    this.#running = false;
  }
}
