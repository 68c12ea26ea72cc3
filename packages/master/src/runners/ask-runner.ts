import { decode, encode, type Value } from "@salina/wire";
import { quietCall, type Runners } from "./runners.js";

/** What a runner gives, for a template. @throws Error */
export async function askRunner(runners: Pick<Runners, "run">, fun: string, arg: readonly Value[]): Promise<Value> {
  const packed = encode(await runners.run(fun, arg, quietCall("salina")));
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok) throw new Error(read.fault.text);
  return read.value;
}
