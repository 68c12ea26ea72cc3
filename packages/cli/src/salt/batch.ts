import type { JobRequest, MinionResult } from "@salina/api";
import { batchSize } from "@salina/arguments";
import { encode, pyRepr, type Value } from "@salina/wire";
import { exitCodes, logLine } from "../io.js";
import { Inbox } from "../socket/inbox.js";
import { follow } from "./follow.js";
import type { Run } from "./run.js";
import type { NotReturned } from "./tally.js";
import { noMinionsMatched, silence } from "./texts.js";
import { returnedValue } from "./value.js";

export interface BatchOptions {
  /** `3` or `50%`. */
  readonly size: string;
  /** How long a minion's place stays taken after its return. */
  readonly waitMs: number;
  /** Nothing new is sent after the first return code above 0. */
  readonly failhard: boolean;
  /** Given: nothing is shown, and returns are put in here. */
  readonly collect?: Map<Value, Value>;
}

type Happening =
  | { readonly kind: "returned"; readonly jid: string; readonly result: MinionResult }
  | { readonly kind: "silent"; readonly jid: string; readonly entry: NotReturned }
  | { readonly kind: "free" };

/** `--batch`: so many minions at a time; each return makes place for the next one. @source salt/cli/batch.py */
export async function runBatch(run: Run, request: JobRequest, options: BatchOptions): Promise<number> {
  const { io } = run;
  const say = (text: string) => options.collect ?? io.stdout.write(`${text}\n`);
  const { up, down } = await ping(run, request);
  if (up === null) {
    say(`${noMinionsMatched}\nNo minions matched the target.`);
    if (!options.collect) io.stderr.write("ERROR: No return received\n");
    return options.collect ? exitCodes.ok : exitCodes.nothingReturned;
  }
  const size = batchSize(options.size, up.length);
  if (size === null) {
    say(`Invalid batch data sent: ${options.size}\nData must be in the form of %10, 10% or 3`);
    return exitCodes.failed;
  }
  for (const { minion } of down) say(`Minion ${minion} did not respond. No job will be sent.`);
  if (up.length === 0) {
    if (!options.collect) io.stderr.write("ERROR: No return received\n");
    return options.collect ? exitCodes.ok : exitCodes.nothingReturned;
  }
  return await new Batch(run, request, options, say).run(up, size);
}

/** Who is there at all. `up` is null when no minion matches. */
async function ping(
  run: Run,
  { target, user, timeoutMs }: JobRequest,
): Promise<{ readonly up: string[] | null; readonly down: readonly NotReturned[] }> {
  const up: string[] = [];
  const followed = await follow(
    run,
    { target, fun: "test.ping", arg: encode([], "network"), user, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
    { returned: ({ minion }) => void up.push(minion) },
  );
  if (followed === null) return { up: null, down: [] };
  return { up: up.sort(), down: [...followed.tally.silent(), ...followed.tally.unknown()] };
}

class Batch {
  readonly #run: Run;
  readonly #request: JobRequest;
  readonly #options: BatchOptions;
  readonly #say: (text: string) => void;
  readonly #happenings = new Inbox();

  constructor(run: Run, request: JobRequest, options: BatchOptions, say: (text: string) => void) {
    this.#run = run;
    this.#request = request;
    this.#options = options;
    this.#say = say;
  }

  /** @returns the highest return code; with `failhard` the first one above 0 */
  async run(minions: readonly string[], size: number): Promise<number> {
    const todo = [...minions];
    let free = size;
    let open = minions.length;
    let highest = 0;
    while (open > 0) {
      const next = todo.splice(0, free);
      free -= next.length;
      if (next.length > 0) this.#launch(next);
      const happening = (await this.#happenings.take()) as Happening;
      if (happening.kind === "free") {
        free += 1;
        continue;
      }
      open -= 1;
      if (this.#options.waitMs === 0) free += 1;
      else setTimeout(() => this.#happenings.put({ kind: "free" }), this.#options.waitMs).unref();
      const retcode = await this.#show(happening);
      highest = Math.max(highest, retcode);
      if (this.#options.failhard && retcode > 0) {
        const minion = happening.kind === "returned" ? happening.result.minion : happening.entry.minion;
        logLine(
          this.#run.io,
          "ERROR",
          `Minion ${minion} returned with non-zero exit code. Batch run stopped due to failhard`,
        );
        return retcode;
      }
    }
    return highest;
  }

  #launch(minions: readonly string[]): void {
    this.#say(`\nExecuting run on ${pyRepr([...minions])}\n`);
    const request: JobRequest = { ...this.#request, target: { type: "list", expression: minions } };
    const answered = new Set<string>();
    let jid = "";
    const followed = follow(this.#run, request, {
      published: (job) => {
        ({ jid } = job);
      },
      returned: (result) => {
        // Who answers unasked has no place in the batch.
        if (!minions.includes(result.minion)) return;
        answered.add(result.minion);
        this.#happenings.put({ kind: "returned", jid, result });
      },
    });
    followed.then(
      (end) => {
        const known = new Map(end?.tally.silent().map((entry) => [entry.minion, entry]));
        for (const minion of minions) {
          if (answered.has(minion)) continue;
          const entry = known.get(minion) ?? { ...nothingKnown, minion };
          this.#happenings.put({ kind: "silent", jid, entry });
        }
      },
      (error: unknown) => this.#happenings.end(error),
    );
  }

  async #show(happening: Exclude<Happening, { kind: "free" }>): Promise<number> {
    const { collect } = this.#options;
    if (happening.kind === "silent") {
      const { entry, jid } = happening;
      if (collect) return 0;
      if (this.#run.compat) await this.#run.display.show(new Map([[entry.minion, new Map()]]));
      else {
        const text = silence(entry, jid);
        await this.#run.display.show(new Map([[entry.minion, text]]), { out: "no_return", retcode: 1 });
      }
      return this.#run.compat ? 0 : exitCodes.failed;
    }
    const { result, jid } = happening;
    const value = returnedValue(result);
    if (collect) {
      collect.set(result.minion, value);
      return result.retcode ?? 0;
    }
    // As in stock the envelope is shown with the value: scripts know it.
    const shown = new Map<Value, Value>([
      ["retcode", result.retcode ?? 0],
      ["jid", jid],
      [result.minion, value],
    ]);
    await this.#run.display.show(shown, { out: result.out });
    return result.retcode ?? 0;
  }
}

/** Between the ping and the job its key was taken away. */
const nothingKnown = { outcome: "unknown", connected: null, confirmedAtMs: null, lastSeenAtMs: null } as const;
