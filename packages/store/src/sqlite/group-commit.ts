import { masterBusy, storeFailed } from "@salina/api";
import { isRead, type StoreOp, type StoreOps, type StoreReply, type StoreRequest } from "./ops.js";

interface Waiting {
  readonly request: StoreRequest;
  readonly settle: (reply: StoreReply) => void;
  readonly reject: (error: Error) => void;
}

export interface GroupCommitOptions {
  /** Hands a batch on; its replies come through `onReplies`. */
  readonly send: (batch: readonly StoreRequest[]) => void;
  /** Runs a function a moment later, so that requests of one tick leave together. */
  readonly soon: (run: () => void) => void;
  /** What has to be written with the next batch that writes anything. */
  readonly alsoWrite: () => StoreRequest | undefined;
  readonly maxBatch: number;
  readonly maxQueued: number;
}

/**
 * One batch is under way at any time; what arrives meanwhile is the next one. So batches grow with the load and with
 * the slowness of the disk, and an idle store answers at once.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #queue: Waiting[] = [];
  #underWay: readonly Waiting[] | null = null;
  #scheduled = false;
  #ended: Error | null = null;
  #whenIdle: (() => void)[] = [];

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  ask<Op extends StoreOp>(op: Op, params: StoreOps[Op]["params"]): Promise<StoreOps[Op]["result"]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (this.#queue.length >= this.#options.maxQueued) return reject(masterBusy({ what: "The queue of the store" }));
      // The compiler does not see that `op` and `params` belong together, nor the reply to both.
      const request = { op, params } as StoreRequest;
      const settle = (reply: StoreReply) =>
        reply.ok ? resolve(reply.result as StoreOps[Op]["result"]) : reject(storeFailed({ reason: reply.reason }));
      this.#queue.push({ request, settle, reject });
      this.#schedule();
    });
  }

  onReplies(replies: readonly StoreReply[]): void {
    const done = this.#underWay ?? [];
    this.#underWay = null;
    for (const [i, waiting] of done.entries()) waiting.settle(replies[i] ?? { ok: false, reason: "no reply" });
    if (this.#queue.length > 0) this.#schedule();
    else for (const idle of this.#whenIdle.splice(0)) idle();
  }

  /** Rejects everything that waits, and whatever is asked from now on. */
  end(error: Error): void {
    this.#ended ??= error;
    const waiting = [...(this.#underWay ?? []), ...this.#queue];
    this.#underWay = null;
    this.#queue = [];
    for (const { reject } of waiting) reject(error);
    for (const idle of this.#whenIdle.splice(0)) idle();
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (!this.#underWay && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay) return;
    this.#scheduled = true;
    this.#options.soon(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#underWay || this.#queue.length === 0) return;
    const batch = this.#queue.splice(0, this.#options.maxBatch);
    const writes = batch.some(({ request }) => !isRead(request));
    const more = writes ? this.#options.alsoWrite() : undefined;
    if (more) batch.push({ request: more, settle: () => {}, reject: () => {} });
    this.#underWay = batch;
    this.#options.send(batch.map(({ request }) => request));
  }
}
