import type { JobRequest } from "@salina/api";
import { decode, type Value, type ValueMap } from "@salina/wire";

/** The map that minions are sent (protocol: publish map). Keys in stock's order. */
export function publishLoad(jid: string, request: Omit<JobRequest, "timeoutMs" | "gatherTimeoutMs">): ValueMap {
  const { target, fun } = request;
  const load: ValueMap = new Map<Value, Value>([
    ["tgt_type", target.type],
    ["fun", typeof fun === "string" ? fun : [...fun]],
    ["arg", unpacked(request.arg)],
    ["tgt", typeof target.expression === "string" ? target.expression : [...target.expression]],
    ["jid", jid],
    ["ret", request.returners ?? ""],
    ["user", request.user],
  ]);
  if (target.delimiter !== undefined) load.set("delimiter", target.delimiter);
  if (request.metadata) load.set("metadata", unpacked(request.metadata));
  return load;
}

function unpacked(packed: Uint8Array): Value {
  const value = decode(packed);
  if (!value.ok) throw new TypeError(`a job's arguments are not msgpack: ${value.fault.text}`);
  return value.value;
}
