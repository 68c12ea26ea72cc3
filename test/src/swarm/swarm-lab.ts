import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Job, JobRequest, JobState, PublishedJob } from "@salina/api";
import {
  LocalCaller,
  type SalinaMaster,
  type SentReturn,
  Swarm,
  type SwarmOptions,
  startSalinaMaster,
  until,
} from "@salina/lab";
import { type Encodable, encode } from "@salina/wire";
import { checkout } from "../interop/releases.js";

export interface SwarmLabOptions extends Omit<SwarmOptions, "master"> {
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A Salina master as a process and a swarm of its minions, in a directory that goes away with them. */
export class SwarmLab {
  readonly master: SalinaMaster;
  readonly swarm: Swarm;
  readonly directory: string;
  #caller: LocalCaller | null = null;

  private constructor(directory: string, master: SalinaMaster, swarm: Swarm) {
    this.directory = directory;
    this.master = master;
    this.swarm = swarm;
  }

  static async start({ config = {}, ...options }: SwarmLabOptions): Promise<SwarmLab> {
    const directory = await mkdtemp(join(tmpdir(), "salina-"));
    const master = await startSalinaMaster({ checkout, root: join(directory, "master"), extraConfig: config });
    const lab = new SwarmLab(directory, master, await Swarm.start({ master, ...options }));
    await lab.allSubscribed();
    return lab;
  }

  /** A connection of now: the one before ended with its daemon. */
  async newCaller(): Promise<LocalCaller> {
    this.#caller?.close();
    this.#caller = await LocalCaller.connect(this.master.socketPath);
    return this.#caller;
  }

  async caller(): Promise<LocalCaller> {
    return this.#caller ?? (await this.newCaller());
  }

  /** The publish port hears subscriptions a moment after minions have sent them. */
  async allSubscribed(): Promise<void> {
    const caller = await this.newCaller();
    const count = this.swarm.minions.length;
    const all = async () => (await caller.ask("status", null)).subscribers >= count;
    await until(all, { timeoutMs: 30_000, about: `${count} subscribers`, everyMs: 20 });
  }

  async publish(request: Partial<JobRequest> = {}): Promise<PublishedJob> {
    return (await this.caller()).ask("jobs.publish", jobRequest(request));
  }

  /** Publishes and follows to the end. */
  async run(request: Partial<JobRequest> = {}): Promise<{ readonly jid: string; readonly state: JobState }> {
    let jid = "";
    let state: JobState = "running";
    await (await this.caller()).ask("jobs.run", jobRequest(request), (update) => {
      if (update.kind === "published") jid = update.job.jid;
      if (update.kind === "end") state = update.state;
    });
    return { jid, state };
  }

  async job(jid: string): Promise<Job> {
    const job = await (await this.caller()).ask("jobs.get", { jid });
    if (!job) throw new Error(`no job ${jid}`);
    return job;
  }

  /** Acknowledged returns that the master's store does not hold, once and to the byte. */
  async notStored(sent: readonly (SentReturn & { readonly minion: string })[]): Promise<string[]> {
    const caller = await this.caller();
    const missing: string[] = [];
    for (const jid of new Set(sent.map((each) => each.jid))) {
      const job = await caller.ask("jobs.get", { jid });
      for (const { minion, value } of sent.filter((each) => each.jid === jid)) {
        const found = job?.results.filter((result) => result.minion === minion) ?? [];
        const [one] = found;
        if (found.length !== 1 || !one?.value || Buffer.compare(one.value, encode(value)) !== 0)
          missing.push(`${jid} ${minion}: ${found.length} results, ${one?.outcome}`);
      }
    }
    return missing;
  }

  /** Of the first minion: good enough for one more id. */
  anyPublicKey(): Promise<string> {
    return readFile(join(this.master.pkiDir, "minions", this.swarm.ids[0] ?? ""), "utf8");
  }

  async end(): Promise<void> {
    this.#caller?.close();
    await this.swarm.stop();
    await this.master.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

export function jobRequest(request: Partial<JobRequest>): JobRequest {
  return { target: { type: "glob", expression: "sim*" }, fun: "test.ping", arg: packed([]), user: "test", ...request };
}

export function packed(args: Encodable): Uint8Array {
  return encode(args);
}
