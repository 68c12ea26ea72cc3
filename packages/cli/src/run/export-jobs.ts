import { EventEmitter, once } from "node:events";
import { encode, type Value } from "@salina/wire";
import { exitCodes, type Io } from "../io.js";
import type { DaemonClient } from "../socket/client.js";

/** `jobs.export`: lines of JSON on standard output, as fast as they are read. @throws DaemonError, DaemonGone */
export async function exportJobs(io: Io, client: DaemonClient, arg: readonly Value[]): Promise<number> {
  await client.follow("jobs.export", { arg: encode([...arg]) }, async (lines) => {
    const { stdout } = io;
    if (stdout.write(lines) === false && stdout instanceof EventEmitter) await once(stdout, "drain");
  });
  return exitCodes.ok;
}
