import {
  encode,
  isJid,
  isMap,
  type JidSource,
  parseJid,
  type Result,
  Spliced,
  sliceMap,
  type Value,
  type ValueMap,
} from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import { type Log, untrusted } from "../log.js";
import type { Presence } from "../minions/presence.js";
import type { Redactor } from "../redaction/redactor.js";
import type { Counters } from "../status/counters.js";
import { fault, optionalText, requiredText } from "./fields.js";
import { type MinionRequest, type Requester, sealed } from "./minion-request.js";

export interface ReturnDeps {
  readonly clock: Clock;
  /** The id under which the master's own runs are kept: a minion may have it too. */
  readonly masterId: string;
  readonly jids: JidSource;
  readonly jobs: Jobs;
  readonly probes: Probes;
  readonly presence: Pick<Presence, "heard">;
  readonly events: EventBus;
  readonly redactor: Pick<Redactor, "arguments" | "result">;
  readonly counters: Counters;
  readonly log: Log;
}

interface ReturnInput {
  readonly load: ValueMap;
  readonly jid: string;
  readonly fun: string | readonly string[];
  /** The result, packed, to the byte as the minion sent it. */
  readonly value: Uint8Array;
  readonly retcode: number | null;
  readonly success: boolean | null;
  readonly out: string | null;
}

/** What the transport put into the load, and nobody else is to see. */
const transportFields = ["tok", "nonce", "sig"];

/**
 * `_return`: the result of a job. The reply leaves when the result is durable; where it cannot be stored there is no
 * reply, and the minion sends it again. A result that is there already gets the same reply as the first time.
 *
 * `jid: "req"`, and ids that this master did not make, are jobs that a minion ran by itself (`salt-call`, schedules).
 */
export function returnRequest(deps: ReturnDeps): MinionRequest<ReturnInput> {
  return {
    cmd: "_return",
    doc: "stores a result; the reply leaves when it is on disk",
    test: "test/src/interop/stock-minions.test.ts",
    needsId: true,
    input: parseReturn,
    async run(input, from) {
      if (deps.probes.take(input.jid, from.id, input.value)) {
        deps.presence.heard(from.id);
        return sealed(null);
      }
      if (from.id === deps.masterId && (await deps.jobs.isOwn(input.jid))) {
        deps.counters.add("return.not-asked");
        deps.log.warn(
          { event: "return.not-asked", jid: input.jid, minion: from.id },
          "a minion whose id is that of the master has answered for the master: not taken",
        );
        return sealed(null);
      }
      const now = deps.clock.now();
      const own = input.jid === "req";
      const jid = own ? deps.jids.next() : input.jid;
      // With the last answer the job is no longer followed.
      const wasAsked = deps.jobs.isAsked(jid, from.id);
      const kept = deps.redactor.result(input.fun, input.value);
      try {
        const verdict = await deps.jobs.addReturn(
          {
            jid,
            minion: from.id,
            value: kept,
            retcode: input.retcode,
            success: input.success,
            out: input.out,
            returnedAt: now,
          },
          isOldProbe(input)
            ? null
            : () =>
                standaloneJob(jid, input, from, {
                  redactor: deps.redactor,
                  startedAt: own ? now : Number(parseJid(jid)),
                }),
          input.value,
        );
        if (verdict === "stored") {
          if (wasAsked) deps.presence.heard(from.id);
          deps.events.fire(
            tags.jobReturn(jid, from.id),
            eventData({ ...input, value: kept }, jid, from, deps.redactor),
          );
        } else if (verdict === "different") {
          deps.counters.add("return.different");
          deps.log.warn(
            { event: "return.different", jid, minion: from.id },
            "a second, different return was kept beside the first",
          );
        } else deps.counters.add(verdict === "unknown-job" ? "return.old-probe" : "return.repeated");
        return sealed(null);
      } catch (error) {
        deps.counters.add("return.not-stored");
        deps.log.error(
          { event: "return.not-stored", jid, minion: from.id, err: error },
          "a return could not be stored: the minion will send it again",
        );
        return { kind: "silence" };
      }
    },
  };
}

/** Probes are in no store: what answers one of before a restart is an answer to nobody, and no job of its own. */
function isOldProbe({ jid, fun }: ReturnInput): boolean {
  return jid !== "req" && fun === "saltutil.find_job";
}

function parseReturn(load: ValueMap, packed: Uint8Array): Result<ReturnInput> {
  const jid = requiredText(load, "jid", 64);
  if (!jid.ok) return jid;
  if (jid.value !== "req" && !isJid(jid.value)) return fault("jid", `a job id, not ${untrusted(jid.value)}`);
  const fun = load.get("fun");
  const isList = Array.isArray(fun) && fun.every((name) => typeof name === "string");
  if (typeof fun !== "string" && !isList) return fault("fun", "text or a list of texts");
  const out = optionalText(load, "out", 64);
  if (!out.ok) return out;
  // It chooses an outputter in the command line.
  if (out.value !== null && !/^\w*$/.test(out.value)) return fault("out", "the name of an outputter");
  const slices = sliceMap(packed);
  const value = slices.ok ? slices.value.get("return") : undefined;
  if (!value) return fault("return", "a value");
  return {
    ok: true,
    value: {
      load,
      jid: jid.value,
      fun: isList ? (fun as string[]) : (fun as string),
      // A copy: the slice would keep the whole message in memory.
      value: Uint8Array.from(value),
      retcode: largest(load.get("retcode")),
      success: all(load.get("success")),
      out: out.value,
    },
  };
}

/** Of a compound job the retcodes come as a map or a list: the largest counts. */
function largest(retcode: Value | undefined): number | null {
  if (Number.isSafeInteger(retcode)) return retcode as number;
  if (typeof retcode === "boolean") return Number(retcode);
  const each = isMap(retcode) ? [...retcode.values()] : Array.isArray(retcode) ? retcode : [];
  const codes = each.filter((code) => Number.isSafeInteger(code)) as number[];
  return codes.length > 0 ? Math.max(...codes) : null;
}

function all(success: Value | undefined): boolean | null {
  if (typeof success === "boolean") return success;
  const each = isMap(success) ? [...success.values()] : Array.isArray(success) ? success : [];
  return each.length > 0 ? each.every((one) => one === true) : null;
}

function eventData({ load, fun, value }: ReturnInput, jid: string, from: Requester, redactor: ReturnDeps["redactor"]) {
  const data = new Map<Value, Value | Spliced>(load);
  for (const field of transportFields) data.delete(field);
  data.set("return", new Spliced(value));
  const args = load.get("fun_args");
  if (args !== undefined) data.set("fun_args", new Spliced(redactor.arguments(fun, encode(args))));
  data.set("jid", jid);
  data.set("id", from.id);
  return data;
}

function standaloneJob(
  jid: string,
  { load, fun }: ReturnInput,
  from: Requester,
  { redactor, startedAt }: { readonly redactor: ReturnDeps["redactor"]; readonly startedAt: number },
) {
  const args = load.get("fun_args");
  const user = load.get("user");
  return {
    jid,
    minions: [from.id],
    missing: [],
    target: { type: "glob", expression: from.id } as const,
    fun,
    arg: redactor.arguments(fun, encode(Array.isArray(args) ? args : [])),
    user: typeof user === "string" ? user : from.id,
    metadata: packedMap(load.get("metadata")),
    startedAt,
  };
}

function packedMap(value: Value | undefined): Uint8Array | null {
  return isMap(value) ? encode(value) : null;
}
