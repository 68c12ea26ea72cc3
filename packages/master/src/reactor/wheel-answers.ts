import type { Packed } from "@salina/api";
import { decode, encode, isMap, type Value } from "@salina/wire";
import type { CallableFunctions } from "./open-reactor.js";

/** Wheel functions that fail answer; for reactions that is a failure like any other, and of the answer only `return` counts. */
export function wheelAnswers(
  run: (fun: string, arg: Packed, user: string) => Promise<{ readonly success: boolean; readonly data: Packed }>,
): CallableFunctions["run"] {
  return async (fun, arg, user) => {
    const { success, data } = await run(fun, arg, user);
    const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
    const value: Value = read.ok && isMap(read.value) ? (read.value.get("return") ?? null) : null;
    if (!success) throw new Error(typeof value === "string" ? value : "it failed");
    return encode(value);
  };
}
