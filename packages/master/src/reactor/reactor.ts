import type { BusEvent, EventGap, JobRequest } from "@salina/api";
import { decode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventBus } from "../events/event-bus.js";
import { type Log, untrusted } from "../log.js";
import type { Counters } from "../status/counters.js";
import type { RunForTemplate } from "../templates/template-request.js";
import type { TemplateService } from "../templates/template-service.js";
import { EventQueue } from "./event-queue.js";
import { highDataErrors, readHighData } from "./high-data.js";
import { jobOfReaction, packedArguments, reactorUser } from "./job-of-reaction.js";
import { jobOfEvent, LoopGuard, type LoopLimits } from "./loop-guard.js";
import { type LowChunk, lowData } from "./low-data.js";
import { type MasterCall, type ParametersOf, reactionCall } from "./reaction-call.js";
import type { MatchedFile, ReactorMap } from "./reactor-map.js";
import { Slots } from "./slots.js";

/** How reactions act. Each rejects with what went wrong. */
export interface ReactorPorts {
  readonly publish: (request: JobRequest) => Promise<{ readonly jid: string }>;
  readonly parametersOf: ParametersOf;
  /** Ends when the function has ended. */
  readonly call: (kind: MasterCall["kind"], fun: string, arg: readonly Value[], user: string) => Promise<void>;
  /** What templates may ask. */
  readonly askRunner: RunForTemplate;
  readonly askWheel: RunForTemplate;
}

export interface ReactorLimits extends LoopLimits {
  /** `reactor_worker_threads`: runners and wheel functions at once. */
  readonly parallel: number;
  /** `reactor_worker_hwm`: events that may wait. */
  readonly queued: number;
  readonly queuedBytes: number;
}

export interface ReactorDeps {
  readonly clock: Clock;
  readonly events: Pick<EventBus, "watch" | "fire">;
  readonly map: ReactorMap;
  readonly templates: Pick<TemplateService, "render">;
  /** The files that a path with wildcards means. */
  readonly expand: (path: string) => Promise<readonly string[]>;
  readonly ports: ReactorPorts;
  readonly limits: ReactorLimits;
  readonly counters: Counters;
  readonly log: Log;
}

/** An event that something is done about. */
export interface AcceptedEvent {
  readonly tag: string;
  /** Packed. */
  readonly data: Uint8Array;
  readonly bytes: number;
}

const limits = { maxDepth: 256, duplicateKeys: "last" } as const;
const toldEveryMs = 10_000;
/** A template may take longer than anybody waits for a daemon to stop. */
const stopGraceMs = 5000;

/**
 * Does what the config says when an event comes.
 *
 *     bus -> matches an entry? -> queue -> render its files -> order -> publish | runner | wheel
 *
 * One event after the other, so that what follows each other is done in that order. Runners and wheel functions are not
 * waited for. @source salt/utils/reactor.py
 */
export class Reactor {
  readonly #deps: ReactorDeps;
  readonly #queue: EventQueue<AcceptedEvent>;
  readonly #guard: LoopGuard;
  readonly #slots: Slots;
  readonly #closing = new AbortController();
  #working: Promise<void> = Promise.resolve();
  #lost = 0;
  #stopTelling: (() => void) | null = null;
  /** One that leads reacts. */
  leads = true;

  constructor(deps: ReactorDeps) {
    this.#deps = deps;
    this.#queue = new EventQueue({ count: deps.limits.queued, bytes: deps.limits.queuedBytes });
    this.#guard = new LoopGuard(deps.clock, deps.limits);
    this.#slots = new Slots(deps.limits.parallel);
  }

  /** @param before events that an earlier run of the daemon had accepted */
  start(before: readonly Omit<AcceptedEvent, "bytes">[] = []): void {
    for (const { tag, data } of before) this.#accept(tag, data);
    this.#watch().catch((error: unknown) =>
      this.#deps.log.error({ event: "reactor.ended", err: error }, "no reactions"),
    );
    this.#working = this.#work();
  }

  /** Ends with the event that is at work. @returns events that were accepted and that nothing was done about */
  async stop(): Promise<readonly AcceptedEvent[]> {
    this.#closing.abort();
    this.#stopTelling?.();
    const rest = this.#queue.close();
    let stopTimer = () => {};
    const enough = new Promise<void>((resolve) => {
      stopTimer = this.#deps.clock.after(stopGraceMs, resolve);
    });
    await Promise.race([this.#working, enough]);
    stopTimer();
    return rest;
  }

  async #watch(): Promise<void> {
    for await (const event of this.#deps.events.watch({}, this.#closing.signal)) this.#see(event);
  }

  #see(event: BusEvent | EventGap): void {
    if ("gap" in event) this.#lose(event.toSeq - event.fromSeq + 1);
    else if (this.leads && this.#deps.map.matching(event.tag).length > 0) this.#accept(event.tag, event.data);
  }

  #accept(tag: string, data: Uint8Array): void {
    // What reactions cause is nothing to react to.
    if (dataOf(data).get("user") === reactorUser) return;
    if (!this.#queue.offer({ tag, data, bytes: tag.length + data.length })) this.#lose(1);
  }

  /** Told once, then again in a while with the number. */
  #lose(count: number): void {
    this.#deps.counters.add("reactor.dropped", count);
    this.#lost += count;
    if (this.#stopTelling) return;
    this.#tellLost();
  }

  #tellLost(): void {
    this.#stopTelling = null;
    if (this.#lost === 0 || this.#closing.signal.aborted) return;
    const count = this.#lost;
    this.#lost = 0;
    this.#stopTelling = this.#deps.clock.after(toldEveryMs, () => this.#tellLost());
    this.#deps.log.error({ event: "reactor.dropped", count }, "events were dropped: the queue of the reactor is full");
    this.#tell("dropped", [["count", count]]);
  }

  async #work(): Promise<void> {
    for (let event = await this.#queue.next(); event; event = await this.#queue.next()) {
      try {
        await this.#react(event.tag, dataOf(event.data));
      } catch (error) {
        this.#fail(event.tag, null, error);
      }
    }
  }

  async #react(tag: string, data: ValueMap): Promise<void> {
    const chain = this.#guard.chainOf(jobOfEvent(tag, data.get("jid")));
    const high: ValueMap = new Map();
    for (const file of this.#deps.map.matching(tag)) {
      if (this.#isHeld(tag, file, chain)) continue;
      for (const [id, body] of await this.#render(tag, data, file.sls)) high.set(id, body);
    }
    const errors = highDataErrors(high);
    if (errors.length > 0) {
      this.#fail(tag, null, `Unable to render reactions for event ${tag} due to errors: ${errors.join("; ")}`);
      return;
    }
    for (const low of lowData(high)) await this.#run(tag, low, chain);
  }

  #isHeld(tag: string, { pattern, sls }: MatchedFile, chain: number): boolean {
    const verdict = this.#guard.take(pattern, sls, chain);
    if (verdict.go) return false;
    const { counters, log } = this.#deps;
    counters.add("reactor.held");
    if (verdict.first) {
      log.error({ event: "reactor.held", tag: untrusted(tag), sls }, `a reaction is held: ${verdict.reason}`);
      this.#tell("held", [
        ["tag", tag],
        ["sls", sls],
        ["reason", verdict.reason],
      ]);
    }
    return true;
  }

  /** What cannot be rendered is told, and left out. */
  async #render(tag: string, data: ValueMap, sls: string): Promise<ValueMap> {
    const high: ValueMap = new Map();
    const files = sls.startsWith("salt://") ? [sls] : await this.#deps.expand(sls);
    if (files.length === 0) {
      this.#fail(tag, sls, `Can not render SLS ${sls} for tag ${tag}. File missing or not found.`);
    }
    for (const path of files) {
      const rendered = await this.#deps.templates.render({
        source: { kind: "file", path },
        saltenv: "base",
        pillar: new Map(),
        names: new Map<string, Value>([
          ["tag", tag],
          ["data", data],
        ]),
        runner: this.#deps.ports.askRunner,
        wheel: this.#deps.ports.askWheel,
      });
      try {
        if (!rendered.ok) throw new Error(rendered.reason);
        for (const [id, body] of readHighData(rendered.value, rendered.file.path)) high.set(id, body);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#fail(tag, sls, `Failed to render "${path}": ${reason}`);
      }
    }
    return high;
  }

  async #run(tag: string, low: LowChunk, chain: number): Promise<void> {
    const { ports, counters } = this.#deps;
    const read = reactionCall(low, ports.parametersOf);
    if (!read.ok) return this.#failLow(tag, low, read.reason);
    const { call } = read;
    counters.add("reactor.reactions");
    if (call.kind === "local") {
      try {
        const { jid } = await ports.publish(jobOfReaction(call));
        this.#guard.published(jid, chain);
      } catch (error) {
        this.#failLow(tag, low, error);
      }
      return;
    }
    await this.#slots.take();
    ports
      .call(call.kind, call.fun, packedArguments(call.arg, call.kwarg), reactorUser)
      .catch((error: unknown) => this.#failLow(tag, low, error))
      .finally(() => this.#slots.give())
      .catch(() => undefined);
  }

  #failLow(tag: string, low: LowChunk, error: unknown): void {
    const [id, state, fun] = ["__id__", "state", "fun"].map((key) => String(low.get(key)));
    const reason = error instanceof Error ? error.message : String(error);
    this.#fail(tag, String(low.get("__sls__")), `Reactor '${id}' failed to execute ${state} '${fun}': ${reason}`);
  }

  #fail(tag: string, sls: string | null, error: unknown): void {
    const { counters, log } = this.#deps;
    const reason = error instanceof Error ? error.message : String(error);
    counters.add("reactor.failed");
    log.error({ event: "reactor.failed", tag: untrusted(tag), sls }, untrusted(reason));
    this.#tell("error", [
      ["tag", tag],
      ["sls", sls],
      ["reason", reason],
    ]);
  }

  /** Under the reactor's own account: a reaction to all events would else react to this. */
  #tell(what: string, about: readonly [string, Value][]): void {
    this.#deps.events.fire(`salina/reactor/${what}`, new Map<Value, Value>([...about, ["user", reactorUser]]));
  }
}

function dataOf(packed: Uint8Array): ValueMap {
  const read = decode(packed, limits);
  return read.ok && isMap(read.value) ? read.value : new Map();
}
