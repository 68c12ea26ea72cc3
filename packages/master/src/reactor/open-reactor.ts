import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Packed } from "@salina/api";
import { decode, encode, type Value } from "@salina/wire";
import type { MasterConfig } from "../config/config.js";
import { diskFiles } from "../config/config-files.js";
import { expandGlob } from "../config/expand-glob.js";
import type { FunctionParameter } from "../functions/master-function.js";
import { reactorUser } from "./job-of-reaction.js";
import { Reactor, type ReactorDeps, type ReactorPorts } from "./reactor.js";
import { ReactorMap } from "./reactor-map.js";
import { SavedEvents } from "./saved-events.js";

/** Functions of the master of one kind: what they take, and who runs them. */
export interface CallableFunctions {
  readonly known: ReadonlyMap<
    string,
    { readonly parameters: readonly FunctionParameter[]; readonly keywords?: string }
  >;
  /** Packed arguments and answer. Rejects where the function fails. */
  readonly run: (fun: string, arg: Packed, user: string) => Promise<Packed>;
}

export interface OpenReactorDeps extends Pick<ReactorDeps, "clock" | "events" | "templates" | "counters" | "log"> {
  readonly publish: ReactorPorts["publish"];
  readonly runner: CallableFunctions;
  /** Null: there are none. */
  readonly wheel: CallableFunctions | null;
}

export interface OpenedReactor {
  readonly reactor: Reactor;
  readonly map: ReactorMap;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The reactor of a config. */
export function openReactor(config: MasterConfig, deps: OpenReactorDeps): OpenedReactor {
  const { clock, events, templates, counters, log } = deps;
  const { on, ...limits } = config.reactor;
  const map = new ReactorMap(on, (text) => log.warn({ event: "reactor.config" }, text));
  const functions = { runner: deps.runner, wheel: deps.wheel };

  async function run(kind: "runner" | "wheel", fun: string, arg: readonly Value[]): Promise<Value> {
    const callable = functions[kind];
    if (!callable) throw new Error("function not available");
    const read = decode(await callable.run(fun, encode([...arg]), reactorUser), {
      maxDepth: 512,
      duplicateKeys: "last",
    });
    if (!read.ok) throw new Error(read.fault.text);
    return read.value;
  }

  const reactor = new Reactor({
    clock,
    events,
    map,
    templates,
    expand: async (path) => (await expandGlob(path, diskFiles)).filter((one) => existsSync(one)),
    ports: {
      publish: deps.publish,
      parametersOf(kind, fun) {
        const found = functions[kind]?.known.get(fun);
        return found
          ? { names: found.parameters.map(({ name }) => name), keywords: found.keywords !== undefined }
          : null;
      },
      call: async (kind, fun, arg) => void (await run(kind, fun, arg)),
      askRunner: (fun, arg) => run("runner", fun, arg),
      askWheel: (fun, arg) => run("wheel", fun, arg),
    },
    limits,
    counters,
    log,
  });
  const saved = new SavedEvents(join(config.paths.cacheDir, "reactor-events"));
  return {
    reactor,
    map,
    start: async () => reactor.start(await saved.take()),
    async stop() {
      const rest = await reactor.stop();
      await saved.save(rest);
      if (rest.length > 0) log.info({ event: "reactor.saved", count: rest.length }, "events wait for the next start");
    },
  };
}
