import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { CompiledPillar, PillarRequest } from "./options.js";
import type { FromWorker, Reply } from "./worker/messages.js";
import type { PillarThread } from "./worker/start-worker.js";

export interface PillarPoolOptions {
  readonly clock: Clock;
  readonly start: () => PillarThread;
  /** How many pillars are made at once. */
  readonly threads: number;
  /** A pillar that takes longer is given up, and its thread ended. */
  readonly limitMs: number;
  /** How many may wait; more are refused. */
  readonly maxWaiting: number;
  /** A thread without work ends after this. */
  readonly idleMs: number;
  /** What only the daemon can answer. Rejects with a message for the template. */
  readonly answer: (question: string, given: ValueMap, minion: string) => Promise<Value>;
}

interface Task {
  readonly request: PillarRequest;
  readonly resolve: (pillar: CompiledPillar) => void;
}

/** Makes pillars in threads of their own, so that a slow one holds up nothing else. Never rejects: what fails is an error in the pillar. */
export class PillarPool {
  readonly #options: PillarPoolOptions;
  readonly #waiting: Task[] = [];
  readonly #seats = new Set<Seat>();
  #closed = false;

  constructor(options: PillarPoolOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  make(request: PillarRequest): Promise<CompiledPillar> {
    if (this.#closed) return Promise.resolve(failed("the master is stopping"));
    if (this.#waiting.length >= this.#options.maxWaiting) {
      return Promise.resolve(failed(`the master is busy: ${this.#waiting.length} pillars are waiting`));
    }
    return new Promise((resolve) => {
      this.#waiting.push({ request, resolve });
      this.#next();
    });
  }

  close(): void {
    this.#closed = true;
    for (const task of this.#waiting.splice(0)) task.resolve(failed("the master is stopping"));
    for (const seat of this.#seats) seat.end("the master is stopping");
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const free = [...this.#seats].find((seat) => seat.free) ?? this.#newSeat();
    const task = free && this.#waiting.shift();
    if (free && task) free.make(task);
  }

  #newSeat(): Seat | undefined {
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
class Seat {
  readonly #options: PillarPoolOptions;
  readonly #hooks: SeatHooks;
  readonly #thread: PillarThread;
  #task: Task | null = null;
  #number = 0;
  #file = "";
  #ended = false;
  #stopTimer: () => void = () => {};

  constructor(options: PillarPoolOptions, hooks: SeatHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.#thread = options.start();
    this.#thread.listen(
      (message) => this.#heard(message),
      (reason) => this.end(reason),
    );
  }

  get free(): boolean {
    return this.#task === null && !this.#ended;
  }

  make(task: Task): void {
    this.#stopTimer();
    this.#task = task;
    this.#file = "";
    const { clock, limitMs } = this.#options;
    this.#stopTimer = clock.after(limitMs, () => this.end(`it took longer than ${limitMs / 1000} s`));
    const { id, saltenv, pillarenv, grains, override, topOnly = false, gitPillars = [] } = task.request;
    this.#thread.send({
      number: ++this.#number,
      id,
      saltenv,
      pillarenv,
      grains: encode(grains),
      override: override && encode(override),
      topOnly,
      gitPillars,
    });
  }

  /** Whoever waits for it hears why. */
  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimer();
    this.#thread.end();
    this.#done(failed(this.#file === "" ? reason : `${reason}, at ${this.#file}`));
    this.#hooks.onEnd();
  }

  #heard(message: FromWorker): void {
    if (this.#ended) return;
    if (message.kind === "working") this.#file = message.file;
    else if (message.kind === "question") this.#answer(message).catch(() => undefined);
    else if (message.number === this.#number) {
      this.#done(
        message.kind === "failed"
          ? failed(message.reason)
          : { pillar: unpacked(message.pillar), errors: message.errors, warnings: message.warnings },
      );
      this.#rest();
    }
  }

  #rest(): void {
    this.#stopTimer();
    const { clock, idleMs } = this.#options;
    this.#stopTimer = clock.after(idleMs, () => this.end("idle"));
    this.#hooks.onFree();
  }

  #done(pillar: CompiledPillar): void {
    const task = this.#task;
    this.#task = null;
    task?.resolve(pillar);
  }

  async #answer({ question, given, minion }: Extract<FromWorker, { kind: "question" }>): Promise<void> {
    let reply: Reply;
    try {
      reply = { value: encode(await this.#options.answer(question, unpacked(given), minion)) };
    } catch (error) {
      reply = { failed: error instanceof Error ? error.message : String(error) };
    }
    this.#thread.answer(reply);
  }
}

function unpacked(bytes: Uint8Array): ValueMap {
  const read = decode(bytes, { maxDepth: 512, duplicateKeys: "last" });
  return read.ok && isMap(read.value) ? read.value : new Map();
}

/** A pillar that is no pillar: the minion refuses state runs with it, and says so. */
function failed(reason: string): CompiledPillar {
  const text = "The pillar could not be made. Please see master log for details.";
  return { pillar: new Map([["_errors", [text]]]), errors: [reason], warnings: [] };
}
