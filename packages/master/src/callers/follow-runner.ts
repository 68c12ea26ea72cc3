import type { BusEvent, Packed, RunnerRequest, Services } from "@salina/api";

/** Runs a runner and streams its events as they come, without the last: that one is the answer. @throws runner-failed */
export async function followRunner(
  { runners, events }: Pick<Services, "runners" | "events">,
  request: RunnerRequest,
  item: (event: BusEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<Packed> {
  const { jid, seq, ended } = await runners.start(request);
  const own = `salt/run/${jid}/`;
  for await (const event of events.watch({ afterSeq: seq, tagPrefix: own }, signal)) {
    // Events that were missed: the last one may be among them.
    if ("gap" in event || event.tag === `${own}ret`) break;
    await item(event);
  }
  const { value, error } = await ended;
  if (error) throw error;
  return value;
}
