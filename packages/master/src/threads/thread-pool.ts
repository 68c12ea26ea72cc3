import { type Encodable, encode, isMap, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { FromThread, Reply } from "./messages.js";
import type { TaskThread } from "./start-thread.js";
import { unpacked } from "./unpacked.js";

/** What kind of work a pool does. */
export interface Work<Task, Message, Done, Result> {
  /** For the refusal where too many wait: `pillars`. */
  readonly what: string;
  readonly message: (task: Task, number: number) => Message;
  readonly result: (done: Done) => Result;
  readonly failed: (reason: string) => Result;
  /** What only the daemon can answer. Rejects with a message for the template. */
  readonly answer: (question: string, given: ValueMap, task: Task) => Promise<Encodable>;
}

export interface PoolLimits {
  /** How many tasks are done at once. */
  readonly threads: number;
  /** A task that takes longer is given up, and its thread ended. */
  readonly limitMs: number;
  /** How many may wait; more are refused. */
  readonly maxWaiting: number;
  /** A thread without work ends after this. */
  readonly idleMs: number;
}

export interface ThreadPoolOptions<Task, Message, Done, Result> extends PoolLimits {
  readonly clock: Clock;
  readonly start: () => TaskThread<Message, Done>;
  readonly work: Work<Task, Message, Done, Result>;
}

interface Waiting<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
}

const stopping = "the master is stopping";

/** Does tasks in threads of their own, so that a slow one holds up nothing else. Never rejects: what fails is a result too. */
export class ThreadPool<Task, Message, Done, Result> {
  readonly #options: ThreadPoolOptions<Task, Message, Done, Result>;
  readonly #waiting: Waiting<Task, Result>[] = [];
  readonly #seats = new Set<Seat<Task, Message, Done, Result>>();
  #closed = false;

  constructor(options: ThreadPoolOptions<Task, Message, Done, Result>) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  run(task: Task): Promise<Result> {
    const { work, maxWaiting } = this.#options;
    if (this.#closed) return Promise.resolve(work.failed(stopping));
    if (this.#waiting.length >= maxWaiting) {
      return Promise.resolve(work.failed(`the master is busy: ${this.#waiting.length} ${work.what} are waiting`));
    }
    return new Promise((resolve) => {
      this.#waiting.push({ task, resolve });
      this.#next();
    });
  }

  close(): void {
    this.#closed = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(this.#options.work.failed(stopping));
    for (const seat of this.#seats) seat.end(stopping);
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const free = [...this.#seats].find((seat) => seat.free) ?? this.#newSeat();
    const next = free && this.#waiting.shift();
    if (free && next) free.take(next);
  }

  #newSeat(): Seat<Task, Message, Done, Result> | undefined {
    if (this.#seats.size >= this.#options.threads) return undefined;
    const seat = new Seat(this.#options, {
      onFree: () => this.#next(),
      onEnd: () => {
        this.#seats.delete(seat);
        this.#next();
      },
    });
    this.#seats.add(seat);
    return seat;
  }
}

interface SeatHooks {
  readonly onFree: () => void;
  readonly onEnd: () => void;
}

/** One thread and what it is at. */
class Seat<Task, Message, Done, Result> {
  readonly #options: ThreadPoolOptions<Task, Message, Done, Result>;
  readonly #hooks: SeatHooks;
  readonly #thread: TaskThread<Message, Done>;
  #at: Waiting<Task, Result> | null = null;
  #number = 0;
  #file = "";
  #ended = false;
  #stopTimer: () => void = () => {};

  constructor(options: ThreadPoolOptions<Task, Message, Done, Result>, hooks: SeatHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.#thread = options.start();
    this.#thread.listen(
      (message) => this.#heard(message),
      (reason) => this.end(reason),
    );
  }

  get free(): boolean {
    return this.#at === null && !this.#ended;
  }

  take(waiting: Waiting<Task, Result>): void {
    this.#stopTimer();
    this.#at = waiting;
    this.#file = "";
    const { clock, limitMs, work } = this.#options;
    this.#stopTimer = clock.after(limitMs, () => this.end(`it took longer than ${limitMs / 1000} s`));
    this.#thread.send(work.message(waiting.task, ++this.#number));
  }

  /** Whoever waits for it hears why. */
  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimer();
    this.#thread.end();
    this.#done(this.#options.work.failed(this.#file === "" ? reason : `${reason}, at ${this.#file}`));
    this.#hooks.onEnd();
  }

  #heard(message: FromThread<Done>): void {
    if (this.#ended) return;
    if (message.kind === "working") this.#file = message.file;
    else if (message.kind === "question") this.#answer(message.question, message.given).catch(() => undefined);
    else if (message.number === this.#number) {
      const { work } = this.#options;
      this.#done(message.kind === "failed" ? work.failed(message.reason) : work.result(message.done));
      this.#rest();
    }
  }

  #rest(): void {
    this.#stopTimer();
    const { clock, idleMs } = this.#options;
    this.#stopTimer = clock.after(idleMs, () => this.end("idle"));
    this.#hooks.onFree();
  }

  #done(result: Result): void {
    const at = this.#at;
    this.#at = null;
    at?.resolve(result);
  }

  async #answer(question: string, packed: Uint8Array): Promise<void> {
    const at = this.#at;
    if (!at) return;
    let reply: Reply;
    try {
      const given = unpacked(packed);
      const answer = await this.#options.work.answer(question, isMap(given) ? given : new Map(), at.task);
      reply = { value: encode(answer) };
    } catch (error) {
      reply = { failed: error instanceof Error ? error.message : String(error) };
    }
    this.#thread.answer(reply);
  }
}
