import { Exit, exitCodes } from "../io.js";
import { DaemonError } from "../socket/client.js";
import { followAgain } from "./follow.js";
import { type Run, showFollowed } from "./run.js";

const jidForm = /^\d{20}(?:_[A-Za-z0-9]{1,32})?$/;

/** `salt --resume JID`: shows a job as if it had been followed all the time. @throws Exit for what is no job id */
export async function resume(run: Run, jid: string): Promise<number> {
  if (!jidForm.test(jid)) throw new Exit(exitCodes.usage, { stderr: `'${jid}' is not a job id\n` });
  try {
    return await showFollowed(run, (listener) => followAgain(run, jid, listener));
  } catch (error) {
    if (!(error instanceof DaemonError) || error.code !== "not-found") throw error;
    throw new Exit(exitCodes.nothingReturned, { stderr: `There is no job ${jid}.\n` });
  }
}
