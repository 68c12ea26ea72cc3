import type { Value, ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventBus } from "../events/event-bus.js";
import type { Log } from "../log.js";
import type { Redactor } from "../redaction/redactor.js";
import type { StepJobs } from "./step-jobs.js";

/** What a step may know and do. */
export interface StepContext {
  readonly run: { readonly jid: string; readonly user: string; readonly saltenv: string };
  readonly test: boolean;
  readonly id: string;
  /** What the step watches and has changed. */
  readonly changed: readonly { readonly state: string; readonly id: string }[];
  /** It was begun before the daemon was started: what it did then must not be done again. */
  readonly resumed: boolean;
  readonly startedAt: number;
  /** What the step wrote down about itself; durable once resolved. */
  readonly note: (name: string) => Value | undefined;
  readonly addNote: (name: string, value: Value) => Promise<void>;
  /** Aborted when the daemon stops: the step is left as it is. */
  readonly signal: AbortSignal;
  /** Says on the bus and in the log what it waits for. */
  readonly progress: (text: string) => void;
  /** @returns whether it may touch these and no others. @throws Error where it may not touch them */
  readonly mayTouch: (minions: readonly string[]) => boolean;
  readonly world: StepWorld;
}

/** What steps need of the daemon. */
export interface StepWorld {
  readonly clock: Clock;
  readonly jobs: StepJobs;
  readonly events: Pick<EventBus, "watch">;
  /** Asks minions for a sign of life; each one that gives it is told. Leaves no job behind. */
  readonly ping: (minions: readonly string[], answers: (minion: string) => void) => Promise<void>;
  readonly runner: MasterCall;
  readonly wheel: MasterCall;
  /** What may be told of arguments and results. */
  readonly told: Pick<Redactor, "result" | "texts">;
  readonly log: Log;
}

/** A runner or a wheel function. */
export interface MasterCall {
  readonly newJid: () => string;
  readonly call: (
    fun: string,
    arg: readonly Value[],
    call: { readonly jid: string; readonly user: string; readonly parent: string; readonly saltenv: string },
  ) => Promise<MasterReturn>;
  /** What became of a call that was under way when the daemon ended. Undefined: it may be made (again). */
  readonly found: (fun: string, jid: string) => Promise<MasterReturn | undefined>;
}

export interface MasterReturn {
  readonly value: Value;
  readonly success: boolean;
}

/** What a step's function does: gives the return of a state. @throws Error whose text becomes the comment */
export interface Step {
  /** Arguments that have to be there. */
  readonly required: readonly string[];
  readonly run: (given: ValueMap, context: StepContext) => Promise<ValueMap>;
}

/** The daemon stops: the step is not ended, its successor goes on with it. */
export class Suspended extends Error {
  constructor() {
    super("the daemon stops");
    this.name = "Suspended";
  }
}
