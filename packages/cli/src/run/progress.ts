import { decode, isMap, pyStr, type Value, type ValueMap } from "@salina/wire";

/** A line for a person about what a running orchestration has done; null for what says nothing. */
export function progressLine(tag: string, data: Uint8Array): string | null {
  const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
  const about: ValueMap = read.ok && isMap(read.value) ? read.value : new Map();
  if (tag.endsWith("/progress")) {
    const message = about.get("message");
    const step = about.get("step");
    if (typeof message !== "string") return null;
    return typeof step === "string" ? `  ${step}: ${message}` : `  ${message}`;
  }
  const ret = about.get("ret");
  if (!isMap(ret)) return null;
  const number = Number(ret.get("__run_num__") ?? 0) + 1;
  return `[${number}/${pyStr(about.get("len") ?? 0)}] ${pyStr(ret.get("__id__") ?? "")}: ${verdict(ret.get("result"))}${secondsOf(ret)}`;
}

function verdict(result: Value | undefined): string {
  if (result === true) return "succeeded";
  return result === false ? "FAILED" : "would change";
}

function secondsOf(ret: ValueMap): string {
  const took = ret.get("duration");
  return typeof took === "number" ? ` (${(took / 1000).toFixed(1)} s)` : "";
}
