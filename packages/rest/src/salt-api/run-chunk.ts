import type { Session } from "@salina/api";
import { keywordArguments } from "@salina/arguments";
import type { Value } from "@salina/wire";
import { local, localAsync, localBatch, localCallOf, localSubset } from "./local-clients.js";
import { masterCallOf } from "./low-call.js";
import { runner, runnerAsync, wheel, wheelAsync } from "./master-clients.js";
import type { SaltApiOptions } from "./options.js";
import { type Chunk, textOf } from "./read-body.js";
import { notAllowed, notAllowedOnMaster, Refusal } from "./refusal.js";

const served = [
  "local",
  "local_async",
  "local_batch",
  "local_subset",
  "runner",
  "runner_async",
  "wheel",
  "wheel_async",
];
/** As stock lists them, whatever is enabled. */
export const clientNames = [
  "local",
  "local_async",
  "local_batch",
  "local_subset",
  "runner",
  "runner_async",
  "ssh",
  "wheel",
  "wheel_async",
];

/** @throws Refusal 400 */
export function needClient(client: string, { clients }: SaltApiOptions): void {
  if (clients.includes(client)) return;
  throw new Refusal(
    400,
    `Client disabled: '${client}'. Add to 'netapi_enable_clients' master config option to enable.`,
  );
}

/** Does what a chunk asks for. @returns its part of the answer: one value; of a batch one a minion @throws Refusal */
export async function runChunk(
  chunk: Chunk,
  session: Session,
  options: SaltApiOptions,
  signal: AbortSignal,
): Promise<readonly Value[]> {
  const client = textOf(chunk, "client") ?? "None";
  if (!clientNames.includes(client)) throw new Refusal(400, `Invalid client specified: '${client.slice(0, 100)}'`);
  needClient(client, options);
  if (!served.includes(client)) throw new Refusal(400, `Client not served: '${client}'`);
  return client.startsWith("local")
    ? await onMinions(client, chunk, session, options, signal)
    : [await onMaster(client, chunk, session, options)];
}

async function onMinions(
  client: string,
  chunk: Chunk,
  session: Session,
  { services, access }: SaltApiOptions,
  signal: AbortSignal,
): Promise<readonly Value[]> {
  const call = localCallOf(chunk, session);
  // A rule about keywords also speaks of those that are written as text.
  const asked = call.calls.map(({ fun, arg }) => ({ fun, arg: keywordArguments(arg) }));
  if (!(await access.mayPublish(session, call.target, asked))) throw notAllowed();
  switch (client) {
    case "local_async":
      return [await localAsync(call, services)];
    case "local_batch":
      return await localBatch(call, services, signal);
    case "local_subset":
      return [await localSubset(call, services, signal)];
    default:
      return [await local(call, services, signal)];
  }
}

async function onMaster(
  client: string,
  chunk: Chunk,
  session: Session,
  { services, access, timeoutMs }: SaltApiOptions,
): Promise<Value> {
  const isRunner = client.startsWith("runner");
  const name = textOf(chunk, "fun");
  const known = (isRunner ? services.runners : services.wheel).list().find((one) => one.name === name);
  const call = masterCallOf(chunk, known);
  if (!access.mayCallMaster(session, isRunner ? "runner" : "wheel", call)) throw notAllowedOnMaster(session.user);
  const asked = { call, chunk, session };
  switch (client) {
    case "runner":
      return await runner(asked, services, timeoutMs);
    case "runner_async":
      return await runnerAsync(asked, services);
    case "wheel":
      return await wheel(asked, services);
    default:
      return await wheelAsync(asked, services);
  }
}
