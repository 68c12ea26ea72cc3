import { toValue, type Value } from "@salina/wire";
import type { Call } from "../../functions/master-function.js";
import type { RunnerContext } from "../runner.js";

/** With `test` the items stay where they are. */
export async function takeItems(
  { queues, call }: Pick<RunnerContext, "queues"> & { readonly call: Call },
  wanted: { readonly queue: string; readonly count: number; readonly parsed: boolean },
): Promise<Value[]> {
  const taken = call.test
    ? (await queues.items(wanted.queue)).slice(0, wanted.count)
    : await queues.pop(wanted.queue, wanted.count);
  return taken.map((item) => (wanted.parsed ? parsed(item) : item));
}

function parsed(item: string): Value {
  try {
    return toValue(JSON.parse(item));
  } catch {
    return item;
  }
}
