import type { BusEvent, EventGap } from "./event.js";
import type { Job, JobFilter, JobPage, JobRequest, JobUpdate } from "./job.js";
import type { Key, KeyChange, KeyChangeResult, KeyRef, KeyState, MasterKeyFile } from "./key.js";
import type { Minion } from "./minion.js";
import type { RunnerDoc, Status, WheelAnswer } from "./service.js";
import type { Target } from "./target.js";
import type { Packed } from "./values.js";

export interface RunnerParams {
  readonly fun: string;
  readonly arg: Packed;
  readonly user: string;
  readonly jid?: string;
}

/** What the local socket offers: the parameters of each operation, the items it streams, and what it ends with. */
export interface LocalOps {
  /** Publishes and follows: items are `published`, then results as they arrive, then `end`. Cancelling leaves the job running. */
  "jobs.run": { params: JobRequest; item: JobUpdate; done: null };
  /** Publishes and leaves. */
  "jobs.publish": {
    params: JobRequest;
    item: never;
    done: { jid: string; minions: readonly string[]; missing: readonly string[] };
  };
  /** A job that is there already, as `jobs.run` follows it. @throws not-found */
  "jobs.follow": { params: { jid: string }; item: JobUpdate; done: null };
  "jobs.get": { params: { jid: string }; item: never; done: Job | null };
  "jobs.list": { params: JobFilter; item: never; done: JobPage };
  /** Items are lines of JSON. @param arg packed, as a runner's */
  "jobs.export": { params: { arg: Packed }; item: string; done: null };
  "keys.match": {
    params: { globs: readonly string[]; states: readonly KeyState[] };
    item: never;
    done: readonly KeyRef[];
  };
  "keys.read": { params: { keys: readonly KeyRef[] }; item: never; done: readonly Key[] };
  "keys.change": { params: KeyChange; item: never; done: readonly KeyChangeResult[] };
  "keys.master": { params: null; item: never; done: readonly MasterKeyFile[] };
  "minions.list": { params: null; item: never; done: readonly Minion[] };
  "minions.resolve": {
    params: { target: Target };
    item: never;
    done: { minions: readonly string[]; missing: readonly string[] };
  };
  /** Events as they happen, until the caller cancels or leaves. */
  "events.watch": {
    params: { afterSeq?: number; tagPrefix?: string };
    item: BusEvent | EventGap;
    done: null;
  };
  /** What a runner gives, packed; items are its events but for the last. A caller who leaves does not end it. */
  "runners.run": { params: RunnerParams; item: BusEvent; done: Packed };
  /** Starts a runner and leaves. */
  "runners.start": { params: RunnerParams; item: never; done: { jid: string } };
  "runners.list": { params: null; item: never; done: readonly RunnerDoc[] };
  /** A wheel function, for the master's own account: the socket is the permission. */
  "wheel.run": { params: { fun: string; arg: Packed; user: string }; item: never; done: WheelAnswer };
  "wheel.list": { params: null; item: never; done: readonly RunnerDoc[] };
  status: { params: null; item: never; done: Status };
}
export type LocalOp = keyof LocalOps;
