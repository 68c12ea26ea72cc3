import { encode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import { type PoolLimits, ThreadPool } from "../threads/thread-pool.js";
import { unpacked } from "../threads/unpacked.js";
import type { CompiledPillar, PillarRequest } from "./options.js";
import type { PackedPillar, ToWorker } from "./worker/messages.js";
import type { PillarThread } from "./worker/start-worker.js";

export interface PillarPoolOptions extends PoolLimits {
  readonly clock: Clock;
  readonly start: () => PillarThread;
  /** What only the daemon can answer. Rejects with a message for the template. */
  readonly answer: (question: string, given: ValueMap, minion: string) => Promise<Value>;
}

/** Makes pillars in threads of their own. Never rejects: what fails is an error in the pillar. */
export class PillarPool {
  readonly #pool: ThreadPool<PillarRequest, ToWorker, PackedPillar, CompiledPillar>;

  constructor({ answer, ...options }: PillarPoolOptions) {
    this.#pool = new ThreadPool({
      ...options,
      work: {
        what: "pillars",
        message: packed,
        result: ({ pillar, errors, warnings }) => ({ pillar: pillarOf(pillar), errors, warnings }),
        failed,
        answer: (question, given, { id }) => answer(question, given, id),
      },
    });
  }

  get waiting(): number {
    return this.#pool.waiting;
  }

  make(request: PillarRequest): Promise<CompiledPillar> {
    return this.#pool.run(request);
  }

  close(): void {
    this.#pool.close();
  }
}

function packed(request: PillarRequest, number: number): ToWorker {
  const { id, saltenv, pillarenv, grains, override, topOnly = false, gitPillars = [] } = request;
  return {
    number,
    id,
    saltenv,
    pillarenv,
    grains: encode(grains),
    override: override && encode(override),
    topOnly,
    gitPillars,
  };
}

function pillarOf(bytes: Uint8Array): ValueMap {
  const value = unpacked(bytes);
  return isMap(value) ? value : new Map();
}

/** A pillar that is no pillar: the minion refuses state runs with it, and says so. */
function failed(reason: string): CompiledPillar {
  const text = "The pillar could not be made. Please see master log for details.";
  return { pillar: new Map([["_errors", [text]]]), errors: [reason], warnings: [] };
}
