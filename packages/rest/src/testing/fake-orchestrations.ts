import {
  approvalNeeded,
  notFound,
  type OrchestrationService,
  type RunDetails,
  type RunOrder,
  type RunUpdate,
} from "@salina/api";
import { encode, type Value } from "@salina/wire";

const result = encode(
  new Map<Value, Value>([
    ["result", true],
    ["comment", "done"],
    ["changes", new Map([["web1", true]])],
    ["start_time", "01:02:03"],
    ["duration", 12],
  ]),
);
const step = { function: "salt.function", name: "test.ping", sls: "deploy" };

/** Orchestrations in memory: each has a step that has ended and one that has not. */
export class FakeOrchestrations implements OrchestrationService {
  readonly runs = new Map<string, RunDetails>();
  readonly orders: RunOrder[] = [];
  readonly said: string[] = [];
  #count = 0;

  /** As new. */
  reset(): void {
    this.runs.clear();
    this.orders.length = 0;
    this.said.length = 0;
    this.updates = [];
  }

  start(order: RunOrder) {
    this.orders.push(order);
    if (order.sls.includes("wipe") && order.confirm !== "word")
      return Promise.reject(approvalNeeded({ name: "wipe", refusal: null, steps: [], word: "word" }));
    const jid = `2026112300000000000${++this.#count}`;
    this.runs.set(jid, {
      jid,
      name: order.sls.join(","),
      user: order.user,
      test: order.test,
      parent: null,
      startedAt: 1_000,
      endedAt: null,
      state: "running",
      steps: [
        { ...step, id: "one", result },
        { ...step, id: "two", result: null },
      ],
      errors: [],
    });
    return Promise.resolve({ jid });
  }

  preview() {
    return Promise.resolve({
      steps: [{ ...step, id: "one", result: null }],
      errors: [],
      destructive: [{ id: "one", minions: ["web1"] }],
      confirm: "word",
    });
  }

  list: OrchestrationService["list"] = ({ limit, before, state }) =>
    Promise.resolve(
      [...this.runs.values()]
        .reverse()
        .filter((run) => (before === undefined || run.jid < before) && (state === undefined || run.state === state))
        .slice(0, limit),
    );

  /** What a follower is shown after the run. */
  updates: RunUpdate[] = [];
  async *follow(jid: string): AsyncGenerator<RunUpdate> {
    const run = this.runs.get(jid);
    if (run === undefined) return;
    yield { kind: "run", run };
    for (const update of this.updates) yield await Promise.resolve(update);
  }

  get = (jid: string) => Promise.resolve(this.runs.get(jid));
  pause = (jid: string, id: string | null, user: string) => this.#say(`pause ${id} ${user}`, jid);
  resume = (jid: string, id: string | null, user: string) => this.#say(`resume ${id} ${user}`, jid);
  cancel = (jid: string, user: string) => this.#say(`cancel ${user}`, jid);
  retry = (jid: string, user: string, confirm: string | null) => this.#say(`retry ${user} ${confirm}`, jid);

  #say(text: string, jid: string): Promise<void> {
    if (!this.runs.has(jid)) return Promise.reject(notFound({ what: "run", id: jid }));
    this.said.push(text);
    return Promise.resolve();
  }
}
