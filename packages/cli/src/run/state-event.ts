import type { BusEvent } from "@salina/api";
import { decode, isMap, toJson, type Value } from "@salina/wire";
import { Exit, exitCodes, type Io } from "../io.js";
import { globMatcher } from "../python/fnmatch.js";
import type { DaemonClient } from "../socket/client.js";

interface Wanted {
  /** Glob, or the beginning of a tag. */
  readonly matches: (tag: string) => boolean;
  /** Negative: no end. */
  readonly count: number;
  readonly quiet: boolean;
  readonly pretty: boolean;
}

/** `state.event`: the events of the bus until Ctrl-C, or so many. @source salt/runners/state.py, event */
export async function watchEvents(io: Io, client: DaemonClient, arg: readonly Value[]): Promise<number> {
  const wanted = readWanted(arg);
  let left = wanted.count;
  try {
    for await (const event of client.stream("events.watch", {}, io.interrupt)) {
      if ("gap" in event) {
        io.stderr.write(`[WARNING ] events ${event.fromSeq} to ${event.toSeq} were missed\n`);
        continue;
      }
      if (!wanted.matches(event.tag)) continue;
      if (!wanted.quiet) io.stdout.write(line(event, wanted.pretty));
      if (left > 0 && --left === 0) return exitCodes.ok;
    }
  } catch (error) {
    if (io.interrupt?.aborted) return exitCodes.ok;
    throw error;
  }
  return exitCodes.ok;
}

function readWanted(arg: readonly Value[]): Wanted {
  const last = arg.at(-1);
  const keywords = isMap(last) && last.get("__kwarg__") === true ? last : new Map<Value, Value>();
  const positional = keywords.size > 0 ? arg.slice(0, -1) : arg;
  const at = (index: number, name: string) => keywords.get(name) ?? positional[index] ?? null;
  const tag = at(0, "tagmatch") ?? "*";
  const count = at(1, "count") ?? -1;
  if (typeof tag !== "string") throw new Exit(exitCodes.failed, { stderr: "state.event: 'tagmatch' has to be text\n" });
  if (typeof count !== "number")
    throw new Exit(exitCodes.failed, { stderr: "state.event: 'count' has to be a number\n" });
  const glob = globMatcher(tag);
  return {
    matches: (one) => glob(one) || one.startsWith(tag),
    count,
    quiet: at(2, "quiet") === true,
    pretty: at(4, "pretty") === true,
  };
}

function line({ tag, data }: BusEvent, pretty: boolean): string {
  const read = decode(data, { duplicateKeys: "last", maxDepth: 256 });
  const plain = read.ok ? toJson(read.value) : null;
  return `${tag}\t${JSON.stringify(plain, null, pretty ? 4 : undefined)}\n`;
}
