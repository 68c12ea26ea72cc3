import {
  invalidRequest,
  type JobRequest,
  type KeyAction,
  type KeyChange,
  type KeyRef,
  type KeyState,
  keyStates,
  type LocalOp,
  type LocalOps,
  minionOptions,
  type RunnerRequest,
  type Services,
  type Target,
  targetTypes,
} from "@salina/api";
import { decode, isMap, type Value } from "@salina/wire";
import { exportedJobs } from "../runners/jobs/export.js";
import { followRunner } from "./follow-runner.js";

/** Resolves when the caller can take the next one. */
type Streams = (item: unknown) => Promise<void>;

/** Serves one operation: streams items, resolves with what it ends with. */
export type Operation = (params: unknown, item: Streams, signal: AbortSignal) => Promise<unknown>;

/** The operations of the local socket, over the same services as REST. Whatever comes in is checked here. */
export function localOperations(services: Services): Record<LocalOp, Operation> {
  const { events, jobs, keys, minions, runners, status, wheel } = services;
  return {
    async "jobs.run"(params, item, signal) {
      const { jid } = await jobs.publish(jobRequest(params));
      for await (const update of jobs.follow(jid, signal)) await item(update);
      return null;
    },
    async "jobs.follow"(params, item, signal) {
      for await (const update of jobs.follow(text(field(params, "jid"), "/jid"), signal)) await item(update);
      return null;
    },
    "jobs.publish": async (params) => jobs.publish(jobRequest(params)),
    "jobs.get": async (params) => (await jobs.get(text(field(params, "jid"), "/jid"))) ?? null,
    "jobs.list": async (params) => jobs.list({ limit: 500, ...(record(params, "") as { limit?: number }) }),
    async "jobs.export"(params, item) {
      for await (const line of exportedJobs(jobs, packedList(field(params, "arg"), "/arg"))) await item(line);
      return null;
    },
    "keys.match": async (params) =>
      keys.match(texts(field(params, "globs"), "/globs"), states(field(params, "states"))),
    "keys.read": async (params) => keys.read(refs(field(params, "keys"))),
    "keys.change": async (params) => keys.change(keyChange(params)),
    "keys.master": () => keys.masterKeys(),
    "minions.list": () => minions.list(),
    "minions.resolve": async (params) => minions.resolve(target(field(params, "target"))),
    async "events.watch"(params, item, signal) {
      const { afterSeq, tagPrefix } = record(params, "");
      const from = typeof afterSeq === "number" ? { afterSeq } : {};
      const prefix = tagPrefix == null ? {} : { tagPrefix: text(tagPrefix, "/tagPrefix") };
      for await (const event of events.watch({ ...from, ...prefix }, signal)) await item(event);
      return null;
    },
    "runners.run": async (params, item, signal) => await followRunner(services, runnerRequest(params), item, signal),
    async "runners.start"(params) {
      const { jid } = await runners.start({ ...runnerRequest(params), keep: true });
      return { jid };
    },
    async "wheel.run"(params) {
      const { fun, arg, user } = record(params, "");
      if (!(arg instanceof Uint8Array)) throw invalidRequest({ pointer: "/arg", reason: "expected packed arguments" });
      return await wheel.run(text(fun, "/fun"), arg, text(user, "/user"));
    },
    "wheel.list": () => Promise.resolve(wheel.list()),
    "runners.list": () => Promise.resolve(runners.list()),
    status: () => status.status(),
  } satisfies {
    [Op in LocalOp]: (params: unknown, item: Streams, signal: AbortSignal) => Promise<LocalOps[Op]["done"]>;
  };
}

function runnerRequest(params: unknown): RunnerRequest {
  const { fun, arg, user, jid } = record(params, "");
  if (!(arg instanceof Uint8Array)) throw invalidRequest({ pointer: "/arg", reason: "expected packed arguments" });
  return {
    fun: text(fun, "/fun"),
    arg,
    user: text(user, "/user"),
    ...(jid == null ? {} : { jid: text(jid, "/jid") }),
  };
}

function jobRequest(params: unknown): JobRequest {
  const all = record(params, "");
  const fun = all["fun"];
  const arg = all["arg"];
  if (typeof fun !== "string" && !(Array.isArray(fun) && fun.length > 0))
    throw invalidRequest({ pointer: "/fun", reason: "expected a function or a list of them" });
  if (!(arg instanceof Uint8Array)) throw invalidRequest({ pointer: "/arg", reason: "expected packed arguments" });
  const { metadata, options } = all;
  return {
    target: target(all["target"]),
    fun: typeof fun === "string" ? fun : texts(fun, "/fun"),
    arg,
    user: text(all["user"], "/user"),
    ...(all["timeoutMs"] == null ? {} : { timeoutMs: duration(all["timeoutMs"], "/timeoutMs") }),
    ...(all["gatherTimeoutMs"] == null
      ? {}
      : { gatherTimeoutMs: duration(all["gatherTimeoutMs"], "/gatherTimeoutMs") }),
    ...(all["returners"] == null ? {} : { returners: text(all["returners"], "/returners") }),
    ...(metadata instanceof Uint8Array ? { metadata } : {}),
    ...(options instanceof Uint8Array ? { options: minionOptionsOf(options) } : {}),
  };
}

function minionOptionsOf(packed: Uint8Array): Uint8Array {
  const read = decode(packed, { duplicateKeys: "last" });
  const known: readonly Value[] = minionOptions;
  if (!read.ok || !isMap(read.value) || [...read.value.keys()].some((key) => !known.includes(key)))
    throw invalidRequest({ pointer: "/options", reason: `expected a packed map of ${minionOptions.join(", ")}` });
  return packed;
}

function target(value: unknown): Target {
  const all = record(value, "/target");
  const type = targetTypes.find((name) => name === all["type"]);
  if (!type) throw invalidRequest({ pointer: "/target/type", reason: `expected one of ${targetTypes.join(", ")}` });
  const { expression } = all;
  const delimiter = all["delimiter"] == null ? {} : { delimiter: text(all["delimiter"], "/target/delimiter") };
  if (typeof expression === "string") return { type, expression, ...delimiter };
  if (type === "list") return { type, expression: texts(expression, "/target/expression") };
  throw invalidRequest({ pointer: "/target/expression", reason: "expected text" });
}

function keyChange(params: unknown): KeyChange {
  const all = record(params, "");
  const actions: readonly KeyAction[] = ["accept", "reject", "delete"];
  const action = actions.find((name) => name === all["action"]);
  if (!action) throw invalidRequest({ pointer: "/action", reason: `expected one of ${actions.join(", ")}` });
  return {
    action,
    keys: refs(all["keys"]),
    ...(typeof all["rotateAesKey"] === "boolean" ? { rotateAesKey: all["rotateAesKey"] } : {}),
    ...(typeof all["preserveMinionData"] === "boolean" ? { preserveMinionData: all["preserveMinionData"] } : {}),
  };
}

function refs(value: unknown): (KeyRef & { fingerprint?: string })[] {
  if (!Array.isArray(value)) throw invalidRequest({ pointer: "/keys", reason: "expected a list of keys" });
  return value.map((entry: unknown, at) => {
    const { id, state, fingerprint } = record(entry, `/keys/${at}`);
    return {
      id: text(id, `/keys/${at}/id`),
      state: keyState(state, `/keys/${at}/state`),
      ...(typeof fingerprint === "string" ? { fingerprint } : {}),
    };
  });
}

function states(value: unknown): KeyState[] {
  return texts(value, "/states").map((state, at) => keyState(state, `/states/${at}`));
}

function keyState(value: unknown, pointer: string): KeyState {
  const state = keyStates.find((name) => name === value);
  if (!state) throw invalidRequest({ pointer, reason: `expected one of ${keyStates.join(", ")}` });
  return state;
}

function record(value: unknown, pointer: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidRequest({ pointer: pointer || "/", reason: "expected an object" });
  return value as Record<string, unknown>;
}

function field(params: unknown, name: string): unknown {
  return record(params, "")[name];
}

function text(value: unknown, pointer: string): string {
  if (typeof value !== "string") throw invalidRequest({ pointer, reason: "expected text" });
  return value;
}

function texts(value: unknown, pointer: string): string[] {
  if (!Array.isArray(value)) throw invalidRequest({ pointer, reason: "expected a list of texts" });
  return value.map((entry: unknown, at) => text(entry, `${pointer}/${at}`));
}

function packedList(value: unknown, pointer: string): readonly Value[] {
  const read = value instanceof Uint8Array ? decode(value, { duplicateKeys: "last" }) : null;
  if (!read?.ok || !Array.isArray(read.value)) throw invalidRequest({ pointer, reason: "expected packed arguments" });
  return read.value;
}

function duration(value: unknown, pointer: string): number {
  if (typeof value !== "number" || !(value > 0 && value < 2 ** 31))
    throw invalidRequest({ pointer, reason: "expected milliseconds above 0" });
  return value;
}
