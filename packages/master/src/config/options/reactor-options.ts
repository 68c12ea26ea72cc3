import type { Value } from "@salina/wire";
import { data, integer } from "../kinds.js";
import { option } from "./option.js";

/** Options for the reactor. */
export const reactorOptions = {
  reactor: option<Value>(
    data,
    [],
    "reactor.on",
    "What is done about which events: a list of `TAG: [FILES]`, or the path of a YAML file with such a list.",
  ),
  reactor_worker_threads: option(
    integer(1, 1000),
    10,
    "reactor.parallel",
    "Runners and wheel functions that reactions run at once.",
  ),
  reactor_worker_hwm: option(
    integer(1, 10_000_000),
    10_000,
    "reactor.queued",
    "Events that may wait for their reactions; more are dropped.",
  ),
} as const;
