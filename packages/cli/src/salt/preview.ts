import type { Target } from "@salina/api";
import { exitCodes } from "../io.js";
import type { Run } from "./run.js";

/** `--preview-target`: the minions that match. */
export async function preview({ io, client, display }: Run, target: Target): Promise<number> {
  const { minions } = await client.call("minions.resolve", { target });
  await display.show([...minions]);
  if (minions.length > 0) return exitCodes.ok;
  io.stderr.write("ERROR: No return received\n");
  return exitCodes.nothingReturned;
}
