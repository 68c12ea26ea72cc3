import type { AskedCall, RunnerEnd, Services, Session } from "@salina/api";
import { decode, encode, isMap, toValue, type Value } from "@salina/wire";
import { map } from "./answer.js";
import type { Chunk } from "./read-body.js";
import { Refusal, wrongField } from "./refusal.js";

export interface MasterCall {
  readonly call: AskedCall;
  readonly chunk: Chunk;
  readonly session: Session;
}

/** `runner`: its answer; with `full_return` as the event tells it. @throws Refusal 504 */
export async function runner(asked: MasterCall, services: Services, timeoutMs: number): Promise<Value> {
  const { call, chunk, session } = asked;
  const given = Number(chunk.get("timeout") ?? 0);
  const limitMs = given > 0 ? given * 1000 : timeoutMs;
  const { jid, ended } = await started(asked, services, false);
  const end = await withinTime(ended, limitMs);
  const value = end.error === null ? open(end.value) : failed(call, end.error);
  if (chunk.get("full_return") !== true) return value;
  const stamp = new Date().toISOString().replace("Z", "000");
  const data = map({
    fun: `runner.${call.fun}`,
    jid,
    user: session.user,
    fun_args: [...call.arg],
    _stamp: stamp,
    return: value,
    success: end.success,
  });
  return map({ data, tag: `salt/run/${jid}/ret` });
}

/** `runner_async`: where its answer will be. */
export async function runnerAsync(asked: MasterCall, services: Services): Promise<Value> {
  const { jid } = await started(asked, services, true);
  return map({ tag: `salt/run/${jid}`, jid });
}

/** Who looks at a job that is not there reads on in its results. */
function failed({ fun, arg }: AskedCall, error: Error): Value {
  if (fun !== "jobs.list_job") return error.message;
  const [jid = ""] = arg.flatMap((one) => (isMap(one) ? [one.get("jid") ?? ""] : [one]));
  return map({
    jid,
    Error: "Cannot contact returner or no job with this jid",
    StartTime: startTimeOf(String(jid)),
    Result: new Map(),
  });
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2026, Nov 23 01:34:57.852684`, as jobs tell when they began; empty for what is no job id. */
function startTimeOf(jid: string): string {
  const [, year, month, day, hour, minute, second, micros] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{6})/.exec(jid) ?? [];
  return year === undefined
    ? ""
    : `${year}, ${months[Number(month) - 1] ?? month} ${day} ${hour}:${minute}:${second}.${micros}`;
}

async function started({ call, session }: MasterCall, { runners }: Services, keep: boolean) {
  try {
    return await runners.start({ fun: call.fun, arg: encode([...call.arg]), user: session.user, keep });
  } catch (error) {
    throw unknownFunction(error);
  }
}

async function withinTime(ended: Promise<RunnerEnd>, limitMs: number): Promise<RunnerEnd> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal(504, "The runner is still at work.")), Math.min(limitMs, 2 ** 31 - 1));
  });
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `wheel`: its answer, as the event tells it. */
export async function wheel({ call, session }: MasterCall, services: Services): Promise<Value> {
  try {
    const { tag, data } = await services.wheel.run(call.fun, encode([...call.arg]), session.user);
    const told = open(data);
    if (isMap(told)) told.delete("fun_args");
    return map({ tag, data: told });
  } catch (error) {
    throw unknownFunction(error);
  }
}

/** `wheel_async`. They are done in no time: the answer is there before its id is. */
export async function wheelAsync(asked: MasterCall, services: Services): Promise<Value> {
  const answer = await wheel(asked, services);
  const tag = isMap(answer) ? String(answer.get("tag")) : "";
  return map({ tag, jid: tag.split("/").at(-1) ?? "" });
}

function unknownFunction(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return error.code === "unknown-runner" || error.code === "unknown-wheel" ? wrongField("fun", error.message) : error;
}

function open(packed: Uint8Array): Value {
  const read = decode(packed, { duplicateKeys: "last" });
  return read.ok ? read.value : toValue(null);
}
