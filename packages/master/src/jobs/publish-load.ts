import type { JobRequest } from "@salina/api";
import { decode, isMap, type Value, type ValueMap } from "@salina/wire";

/** The map that minions are sent (protocol: publish map). Keys in stock's order. */
export function publishLoad(jid: string, request: Omit<JobRequest, "timeoutMs" | "gatherTimeoutMs">): ValueMap {
  const { target, fun } = request;
  const load: ValueMap = new Map<Value, Value>([
    ["fun", typeof fun === "string" ? fun : [...fun]],
    ["arg", unpacked(request.arg)],
    ["tgt", typeof target.expression === "string" ? target.expression : [...target.expression]],
    ["jid", jid],
    ["ret", request.returners ?? ""],
  ]);
  if (target.delimiter !== undefined) load.set("delimiter", target.delimiter);
  load.set("tgt_type", target.type);
  if (request.metadata) load.set("metadata", unpacked(request.metadata));
  const options = request.options ? unpacked(request.options) : null;
  if (isMap(options)) for (const [name, value] of options) load.set(name, value);
  load.set("user", request.user);
  return load;
}

function unpacked(packed: Uint8Array): Value {
  const value = decode(packed);
  if (!value.ok) throw new TypeError(`a job's arguments are not msgpack: ${value.fault.text}`);
  return value.value;
}
