import type { JobRequest, JobService, MinionResult, PublishedJob, Target } from "@salina/api";
import { Suspended } from "./step-context.js";

/** The jobs of steps: with ids that are known before they are published. */
export interface StepJobs extends Pick<JobService, "follow" | "get"> {
  readonly newJid: () => string;
  /** @throws JidTakenError */
  readonly publishAs: (jid: string, request: JobRequest) => Promise<PublishedJob>;
  /** Sends a stored job again to those that have not answered: minions drop a job id that they know. */
  readonly resend: (jid: string) => Promise<void>;
  readonly resolve: (target: Target) => Promise<{ readonly minions: readonly string[] }>;
}

/** Waits until each minion has an outcome. @throws Suspended */
export async function outcomes(jobs: StepJobs, jid: string, signal: AbortSignal): Promise<readonly MinionResult[]> {
  for await (const update of jobs.follow(jid, signal)) if (update.kind === "end") break;
  if (signal.aborted) throw new Suspended();
  return (await jobs.get(jid))?.results ?? [];
}
