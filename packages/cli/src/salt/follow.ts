import type { JobRequest, JobUpdate, MinionResult, PublishedJob } from "@salina/api";
import { Exit, exitCodes, type Io, logLine } from "../io.js";
import { type DaemonClient, DaemonError, DaemonGone } from "../socket/client.js";
import { Tally } from "./tally.js";
import { interruptedText } from "./texts.js";

export interface Listener {
  published?(job: PublishedJob): void | Promise<void>;
  /** Each answer once. */
  returned(result: MinionResult): void | Promise<void>;
  /** Anything else that is heard of a minion. */
  heard?(result: MinionResult): void;
}

export interface Followed {
  readonly job: PublishedJob;
  readonly tally: Tally;
}

interface Follower {
  readonly io: Io;
  readonly client: DaemonClient;
  /** Salt's own words, and no more. */
  readonly compat: boolean;
}

/**
 * Publishes a job and follows it to its end.
 *
 * @returns null when no minion matched
 * @throws Exit on Ctrl-C, which leaves the job running
 */
export async function follow(follower: Follower, request: JobRequest, listener: Listener): Promise<Followed | null> {
  return await followUpdates(follower, follower.client.stream("jobs.run", request, follower.io.interrupt), listener);
}

/** The same for a job that is there already. @throws DaemonError `not-found` */
export async function followAgain(follower: Follower, jid: string, listener: Listener): Promise<Followed> {
  const updates = follower.client.stream("jobs.follow", { jid }, follower.io.interrupt);
  const followed = await followUpdates(follower, updates, listener);
  if (followed === null) throw new DaemonError(unpublished);
  return followed;
}

async function followUpdates(
  { io, compat }: Follower,
  updates: AsyncIterable<JobUpdate>,
  listener: Listener,
): Promise<Followed | null> {
  let job: PublishedJob | null = null;
  let tally: Tally | null = null;
  try {
    for await (const update of updates) {
      if (update.kind === "published") {
        job = update.job;
        tally = new Tally(job);
        await listener.published?.(job);
      } else if (update.kind === "result") {
        if (tally?.add(update.result)) await listener.returned(update.result);
        else listener.heard?.(update.result);
      } else {
        break;
      }
    }
  } catch (error) {
    if (io.interrupt?.aborted) {
      const running = compat ? null : (tally?.open() ?? []);
      throw new Exit(exitCodes.failed, { stderr: interruptedText(job?.jid ?? null, running) });
    }
    if (isNoMatch(error)) {
      logUnusableTarget(io, error);
      return null;
    }
    if (job !== null && error instanceof DaemonGone) throw lostContact(job.jid, error);
    throw error;
  }
  if (job === null || tally === null) throw new DaemonError(unpublished);
  return { job, tally };
}

const unpublished = {
  code: "internal",
  status: 500,
  message: "The master ended the job before it was published.",
  advice: "",
};

/** The message says what is wrong with the target; nothing was sent. */
const unusableTarget = new Set(["invalid-target", "unknown-nodegroup", "range-unavailable"]);

export function isNoMatch(error: unknown): error is DaemonError {
  return error instanceof DaemonError && (error.code === "no-minions-matched" || unusableTarget.has(error.code));
}

export function logUnusableTarget(io: Io, error: DaemonError): void {
  if (unusableTarget.has(error.code)) logLine(io, "ERROR", error.message);
}

function lostContact(jid: string, error: DaemonGone): Exit {
  const stderr = `[ERROR   ] The connection to the master at ${error.path} was lost: ${error.message}\nThe job goes on without it. Its jid is: ${jid}\n`;
  return new Exit(exitCodes.failed, { stderr });
}
