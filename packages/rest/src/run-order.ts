import { notFound, type OrchestrationService, type RunDetails, type RunOrder } from "@salina/api";
import { encode, fromJson, type Value } from "@salina/wire";
import { validation } from "./errors.js";
import { hasRoundedInteger, isDeeperThan } from "./json-checks.js";
import type { RunRequest } from "./schemas/run.js";

const maxDepth = 40;

/** @throws validation */
export function readRunOrder(body: RunRequest, user: string): RunOrder {
  const { sls, saltenv = "base", test = false, pillar = {}, confirm = null } = body;
  if (isDeeperThan(pillar, maxDepth))
    throw validation([{ pointer: "/pillar", message: `is nested more than ${maxDepth} deep` }]);
  if (hasRoundedInteger(pillar))
    throw validation([
      { pointer: "/pillar", message: "holds an integer beyond 2^53, which JSON readers round; send it as text" },
    ]);
  const packed = encode(new Map<Value, Value>(Object.entries(pillar).map(([key, value]) => [key, fromJson(value)])));
  return { sls, saltenv, test, pillar: packed, user, confirm };
}

/** @throws not-found */
export async function runNamed(orchestrations: OrchestrationService, jid: string): Promise<RunDetails> {
  const found = await orchestrations.get(jid);
  if (!found) throw notFound({ what: "run", id: jid });
  return found;
}
